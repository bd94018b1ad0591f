using System.Net.Mime;
using Licenses.Presentation;
using Licenses.Revocation;
using Licenses.Server.Endpoints.Hosting;
using Licenses.Server.Endpoints.Wire;
using Licenses.Server.Telemetry;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Licenses.Server.Endpoints.Web;

/// <summary>The web listener: one-time downloads, and the page to which a license's QR code leads.</summary>
internal static class WebEndpoints
{
    private static readonly TimeSpan MaxStaleness = TimeSpan.FromSeconds(30);

    public static void MapWebEndpoints(this IEndpointRouteBuilder routes)
    {
        // GET only: a HEAD of a link preview must not use a link up.
        routes.MapMethods("/d/{token}", [HttpMethods.Get], DownloadAsync).WithMetadata(new WebEndpointMetadata());
        routes.MapMethods("/v/{number}", [HttpMethods.Get], ShowStatusAsync).WithMetadata(new WebEndpointMetadata());
    }

    private static async Task DownloadAsync(string token, HttpContext context, HolderDesk desk)
    {
        Harden(context.Response);
        try
        {
            if (await desk.RedeemAsync(token, context.RequestAborted) is not { } found)
            {
                WebLog.Record("download", "GONE");
                await WriteAsync(context, StatusCodes.Status404NotFound, StatusPage.LinkGone);
                return;
            }

            WebLog.Record("download", "SERVED");
            context.Response.ContentType = MediaTypeNames.Application.Pdf;
            context.Response.ContentLength = found.Document.Length;
            var disposition = new ContentDispositionHeaderValue("attachment");
            disposition.SetHttpFileName(LicenseWriter.FileNameOf(found.Number, null));
            context.Response.Headers.ContentDisposition = disposition.ToString();
            await context.Response.Body.WriteAsync(found.Document, context.RequestAborted);
        }
        catch (StoreUnavailableException)
        {
            WebLog.Record("download", "STORE_UNAVAILABLE");
            await WriteAsync(context, StatusCodes.Status503ServiceUnavailable, StatusPage.TryLater);
        }
    }

    private static async Task ShowStatusAsync(string number, HttpContext context, StatusReader statuses, TimeProvider clock)
    {
        Harden(context.Response);
        if (!LicenseNumber.TryParse(number, out var parsed))
        {
            WebLog.Record("status", "BAD_NUMBER");
            await WriteAsync(context, StatusCodes.Status404NotFound, StatusPage.Unknown);
            return;
        }

        var answer = await statuses.ReadAsync(parsed, MaxStaleness, context.RequestAborted);
        var (code, page, outcome) = answer switch
        {
            StatusAnswer.Known known => (
                StatusCodes.Status200OK,
                StatusPage.Of(known.Entry, clock.GetUtcNow()),
                known.Entry.StateAt(clock.GetUtcNow()).ToString()),
            StatusAnswer.NoSuchLicense => (StatusCodes.Status404NotFound, StatusPage.Unknown, "UNKNOWN"),
            _ => (StatusCodes.Status503ServiceUnavailable, StatusPage.TryLater, "UNAVAILABLE"),
        };
        WebLog.Record("status", outcome);
        await WriteAsync(context, code, page);
    }

    private static Task WriteAsync(HttpContext context, int code, StatusPage page)
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = "text/html; charset=utf-8";
        if (code == StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = "2";
        }

        return context.Response.WriteAsync(page.ToHtml(), context.RequestAborted);
    }

    private static void Harden(HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src '{StatusPage.StyleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.StrictTransportSecurity = "max-age=31536000";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }
}
