using Licenses.Cli.Remote;
using Licenses.V1;
using Spectre.Console;

namespace Licenses.Cli.Demo;

/// <summary>The center verifies what citizens bring: genuine files, and a copy that somebody altered.</summary>
internal sealed class VerifyChapter(Stage stage)
{
    public async Task<string> PlayAsync(CancellationToken cancellationToken)
    {
        StoryPrinter.Chapter(stage.Context, "核验带来的文件", "Documents that citizens bring are verified");
        var table = new Table().Border(TableBorder.Rounded).ShowRowSeparators().AddColumns("Document", "Copy", "Verdict", "Why");
        var client = new VerificationService.VerificationServiceClient(stage.Callers.Center.Channel);
        foreach (var verification in stage.Script.Verifications)
        {
            var document = await File.ReadAllBytesAsync(stage.FileOf(verification.Document), cancellationToken);
            if (verification.Copy == "FORGED")
            {
                Forge(document);
                await WholeFile.WriteAsync(
                    Path.Combine(stage.Folder, $"{verification.Document}.forged"), document, cancellationToken);
            }

            var reply = await DocumentTransfer.VerifyAsync(client, new VerifyOptions(), document, cancellationToken);
            var verdict = reply.Verdict.ToString().ToUpperInvariant();
            table.AddRow(
                verification.Document.EscapeMarkup(), verification.Note.Zh.EscapeMarkup(),
                verdict == "PASSED" ? "[green]PASSED[/]" : $"[red]{verdict}[/]", $"{reply.Summary.Zh}\n{reply.Summary.En}".EscapeMarkup());
            if (verdict != verification.Expected)
            {
                throw new StepFailedException($"{verification.Document} ({verification.Copy}): {verdict} instead of {verification.Expected}: {reply.Summary.En}");
            }
        }

        stage.Context.Out.Write(table);
        return string.Join("; ", stage.Script.Verifications.Select(row => $"{row.Document} {row.Copy}: {row.Expected}"));
    }

    /// <summary>Sets a date inside the sealed bytes back by ten years, as a forger would; the file stays readable.</summary>
    private static void Forge(byte[] document)
    {
        int at = document.AsSpan().IndexOf("(D:202"u8);
        if (at < 0)
        {
            throw new StepFailedException("the sealed file holds no date to forge");
        }

        document[at + "(D:20".Length] = (byte)'1';
    }
}
