using System.CommandLine;
using System.Security.Cryptography;
using Licenses.Crypto.Signatures;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;
using Spectre.Console;

namespace Licenses.Cli.Seal;

/// <summary><c>licenses seal</c>: seals one PDF with a key file, without a server.</summary>
internal static class SealCommand
{
    private const string Examples = """
        licenses seal contract.pdf -o sealed.pdf --key certs-sample/seals/police.p12 --password-env SEAL_PASSWORD
                                                            an invisible seal (PAdES B-B)
        licenses seal in.pdf -o out.pdf --key k.p12 --password-file p.txt --page -1 --at 150,60
                                                            a round seal on the last page, its middle 150 mm from the
                                                            left and 60 mm from the lower edge
        licenses seal in.pdf -o out.pdf --key k.p12 --password-file p.txt --keyword 盖章 --cross-page
                                                            over a word, and in strips over all page edges (骑缝章)
        licenses seal form.pdf -o out.pdf --key k.p12 --password-file p.txt --certify form-filling
                                                            certified: forms may still be filled in, nothing else

        The input's bytes are the beginning of the output, unchanged: earlier seals stay valid.
        """;

    public static Command Create(CliContext context)
    {
        var input = new Argument<string>("in") { Description = "The PDF to seal.", HelpName = "IN" };
        var output = new Option<string>("--output", "-o") { Description = "Where the sealed PDF goes.", HelpName = "OUT", Required = true };
        var force = new Option<bool>("--force") { Description = "Write over OUT." };
        var json = JsonOption.Create();
        var key = new SealKeyOptions();
        var seal = new SealRequestOptions();
        var command = new TaughtCommand("seal", "Seals a PDF by appending a revision; works offline.", Examples)
        {
            input, output, force, json,
        };
        key.AddTo(command);
        seal.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var files = new SealFiles(result.GetRequiredValue(input), result.GetRequiredValue(output), result.GetValue(force));
            files.Check();
            using var sealKey = key.Read(result);
            var request = seal.Read(result, sealKey, context.Clock.GetUtcNow());
            var outcome = await SealAsync(files, request, sealKey, cancellationToken);
            return Answer(context, files, outcome, sealKey, result.GetValue(json));
        });
        return command;
    }

    private static async Task<SealOutcome> SealAsync(
        SealFiles files, SealRequest request, ISealKey key, CancellationToken cancellationToken)
    {
        using var source = PdfSource.OpenFile(files.Input);
        var partial = $"{files.Output}.{RandomNumberGenerator.GetHexString(8, lowercase: true)}.part";
        try
        {
            SealOutcome outcome;
            await using (var target = new FileStream(partial, FileMode.CreateNew, FileAccess.Write))
            {
                outcome = await PdfSealer.SealToAsync(source, request, key, target, cancellationToken);
            }

            if (outcome is SealOutcome.Written)
            {
                File.Move(partial, files.Output, files.Overwrite); // nobody ever sees half a document
            }

            return outcome;
        }
        finally
        {
            File.Delete(partial); // nothing to do where it was moved
        }
    }

    private static int Answer(CliContext context, SealFiles files, SealOutcome outcome, ISealKey key, bool json)
    {
        if (outcome is SealOutcome.Written written)
        {
            if (json)
            {
                context.Lines.WriteLine(Json.Line(new
                {
                    file = files.Output, written.Field, bytes = written.Length, signer = key.Certificate.Subject,
                }));
            }
            else
            {
                context.Sentences.MarkupLineInterpolated(
                    $"[green]Sealed[/] {files.Output} ({written.Length} bytes, field {written.Field}) by {key.Certificate.Subject}");
            }

            return ExitCode.Passed;
        }

        var refused = (SealOutcome.Refused)outcome;
        if (json)
        {
            context.Lines.WriteLine(Json.Line(new { file = files.Input, refused = refused.Code, refused.Detail, refused.DetailZh }));
        }

        context.Error.MarkupLineInterpolated($"[red]Not sealed:[/] {refused.Detail} {refused.DetailZh}");
        return refused.Code == SealRefusal.NotReadable ? ExitCode.NotADocument : ExitCode.Failed;
    }
}
