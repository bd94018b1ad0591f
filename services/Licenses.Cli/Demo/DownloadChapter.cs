using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Licenses.Cli.Remote;
using Licenses.V1;
using Spectre.Console;

namespace Licenses.Cli.Demo;

/// <summary>A citizen downloads the own license by a link that works once, and sees who used it.</summary>
internal sealed class DownloadChapter(Stage stage)
{
    public async Task<string> PlayAsync(CancellationToken cancellationToken)
    {
        StoryPrinter.Chapter(stage.Context, "持证人下载", "A citizen downloads a license");
        var script = stage.Script.Download;
        var client = new PresentationService.PresentationServiceClient(stage.Callers.Portal.Channel);
        var link = await client.CreateDownloadLinkAsync(
            new CreateDownloadLinkRequest { Holder = stage.Subject(script.Holder), Number = stage.Numbers[script.License] },
            cancellationToken: cancellationToken);
        using var browser = Browser();
        using var first = await browser.GetAsync(link.Url, cancellationToken);
        var document = await first.Content.ReadAsByteArrayAsync(cancellationToken);
        using var second = await browser.GetAsync(link.Url, cancellationToken);

        var issued = await File.ReadAllBytesAsync(stage.FileOf(script.License), cancellationToken);
        if (first.StatusCode != HttpStatusCode.OK || !document.AsSpan().SequenceEqual(issued) || second.IsSuccessStatusCode)
        {
            throw new StepFailedException($"first download {(int)first.StatusCode} with {document.Length} bytes, second {(int)second.StatusCode}");
        }

        var file = stage.FileOf($"{script.License}-downloaded");
        await WholeFile.WriteAsync(file, document, cancellationToken);
        stage.Report.Documents.Add(file);
        stage.Context.Out.MarkupLineInterpolated($"downloaded {document.Length:N0} bytes, SHA-256 {Convert.ToHexStringLower(SHA256.HashData(document))[..16]}…; the link used again answers {(int)second.StatusCode}");
        return $"{document.Length:N0} bytes over HTTPS; the same link again: {(int)second.StatusCode}";
    }

    public async Task<string> ListUsesAsync(CancellationToken cancellationToken)
    {
        var client = new PresentationService.PresentationServiceClient(stage.Callers.Portal.Channel);
        var reply = await client.ListUsesAsync(
            new ListUsesRequest { Holder = stage.Subject(stage.Script.Download.Holder) }, cancellationToken: cancellationToken);
        var table = new Table().Border(TableBorder.Rounded).AddColumns("When", "Who", "Service item", "Case", "Purpose");
        foreach (var use in reply.Uses)
        {
            table.AddRow(
                use.UsedAt.ToDateTimeOffset().ToString("u"), use.Organisation.EscapeMarkup(), use.ItemCode.EscapeMarkup(),
                use.Context.CaseNumber.EscapeMarkup(), use.Context.Purpose.EscapeMarkup());
        }

        stage.Context.Out.Write(table);
        return reply.Uses.Count > 0 ? $"{reply.Uses.Count} uses" : throw new StepFailedException("no use is on record");
    }

    private HttpClient Browser()
    {
        var authority = X509Certificate2.CreateFromPem(File.ReadAllText(stage.Callers.RootFile));
        return new HttpClient(new SocketsHttpHandler
        {
            SslOptions = { RemoteCertificateValidationCallback = ServerConnection.TrustOnly(authority) },
        });
    }
}
