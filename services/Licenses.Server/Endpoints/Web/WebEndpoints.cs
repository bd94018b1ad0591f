using Licenses.Presentation;
using Licenses.Revocation;
using Licenses.Server.Endpoints.Hosting;
using Licenses.Server.Endpoints.Wire;

namespace Licenses.Server.Endpoints.Web;

/// <summary>The web listener: one-time downloads, and the page to which a license's QR code leads.</summary>
internal sealed class WebEndpoints(HolderDesk desk, StatusReader statuses, WebWriter writer, TimeProvider clock)
{
    private static readonly TimeSpan MaxStaleness = TimeSpan.FromSeconds(30);

    private readonly WebWriter _writer = writer;

    public static void Map(IEndpointRouteBuilder routes)
    {
        // GET only: a HEAD of a link preview must not use a link up.
        routes.MapMethods("/d/{token}", [HttpMethods.Get], AnswerDownloadAsync).WithMetadata(new WebEndpointMetadata());
        routes.MapMethods("/v/{number}", [HttpMethods.Get], AnswerShowAsync).WithMetadata(new WebEndpointMetadata());
    }

    private static Task AnswerDownloadAsync(HttpContext context, WebEndpoints web, string token) =>
        web._writer.AnswerAsync(context, "download", () => web.DownloadAsync(token, context.RequestAborted));

    private static Task AnswerShowAsync(HttpContext context, WebEndpoints web, string number) =>
        web._writer.AnswerAsync(context, "status", () => web.ShowAsync(number, context.RequestAborted));

    private async Task<WebAnswer> DownloadAsync(string token, CancellationToken cancellationToken) =>
        await desk.RedeemAsync(token, cancellationToken) is { } found
            ? new WebAnswer.Pdf("SERVED", LicenseWriter.FileNameOf(found.Number, null), found.Document)
            : new WebAnswer.Page("GONE", StatusCodes.Status404NotFound, StatusPage.LinkGone);

    private async Task<WebAnswer> ShowAsync(string text, CancellationToken cancellationToken)
    {
        if (!LicenseNumber.TryParse(text, out var number))
        {
            return new WebAnswer.Page("BAD_NUMBER", StatusCodes.Status404NotFound, StatusPage.Unknown);
        }

        var now = clock.GetUtcNow();
        return await statuses.ReadAsync(number, MaxStaleness, cancellationToken) switch
        {
            StatusAnswer.Known { Entry: var entry } => new WebAnswer.Page(
                entry.StateAt(now).ToString().ToUpperInvariant(), StatusCodes.Status200OK, StatusPage.Of(entry, now)),
            StatusAnswer.NoSuchLicense => new WebAnswer.Page("UNKNOWN", StatusCodes.Status404NotFound, StatusPage.Unknown),
            _ => WebAnswer.TryLater,
        };
    }
}
