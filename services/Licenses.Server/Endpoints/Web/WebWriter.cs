using System.Diagnostics;
using System.Net.Mime;
using Microsoft.Net.Http.Headers;

namespace Licenses.Server.Endpoints.Web;

/// <summary>Writes answers with the headers that keep a browser safe, and turns what was thrown into a page.</summary>
internal sealed class WebWriter(WebDecisions decisions, TimeProvider clock, ILogger<WebWriter> logger)
{
    private static readonly string Policy =
        $"default-src 'none'; style-src '{StatusPage.StyleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public async Task AnswerAsync(HttpContext context, string page, Func<Task<WebAnswer>> decide)
    {
        var started = clock.GetTimestamp();
        var answer = await DecideAsync(context, page, decide);
        decisions.Record(page, answer.Outcome, clock.GetElapsedTime(started));
        var response = context.Response;
        Harden(response, context.Request.Host.Host);
        response.StatusCode = answer.Code;
        switch (answer)
        {
            case WebAnswer.Page shown:
                response.ContentType = "text/html; charset=utf-8";
                response.Headers.RetryAfter = answer.Code == StatusCodes.Status503ServiceUnavailable ? "2" : default;
                await response.WriteAsync(shown.Content.ToHtml(), context.RequestAborted);
                break;
            case WebAnswer.Pdf file:
                var disposition = new ContentDispositionHeaderValue("attachment");
                disposition.SetHttpFileName(file.FileName);
                response.ContentType = MediaTypeNames.Application.Pdf;
                response.ContentLength = file.Document.Length;
                response.Headers.ContentDisposition = disposition.ToString();
                await response.Body.WriteAsync(file.Document, context.RequestAborted);
                break;
            default:
                throw new UnreachableException();
        }
    }

    private async Task<WebAnswer> DecideAsync(HttpContext context, string page, Func<Task<WebAnswer>> decide)
    {
        try
        {
            return await decide();
        }
        catch (StoreUnavailableException)
        {
            return WebAnswer.TryLater;
        }
        catch (Exception e) when (!context.RequestAborted.IsCancellationRequested)
        {
            var trace = Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier;
            Log.Unforeseen(logger, page, trace, e.GetType().Name, e.StackTrace ?? "");
            return new WebAnswer.Page("FAILED", StatusCodes.Status500InternalServerError, StatusPage.Failed(trace));
        }
    }

    private static void Harden(HttpResponse response, string host)
    {
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.XContentTypeOptions = "nosniff";
        if (host != "localhost")
        {
            response.Headers.StrictTransportSecurity = "max-age=31536000"; // it would bind all else on a developer's localhost
        }

        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }
}
