using System.CommandLine;
using Licenses.Cli.Verify;
using Spectre.Console;

namespace Licenses.Cli.Seal.Desk;

/// <summary><c>licenses seal verify</c>: verifies seals and signatures by them, step by step.</summary>
internal static class SealVerifyCommand
{
    private const string Examples = """
        licenses seal verify police.esl --trust certs-sample/trust --trust certs-sample/authorities/sm2-ca.pem \
            --crl certs-sample/crls --seal-maker certs-sample/national/sm2-maker.pem
                                                            is this seal (SESeal) sound, in time, and by a maker who may?
        licenses seal verify SignedValue.dat --content Signature.xml --trust roots --crl crls
                                                            did this seal seal these bytes (SES_Signature)?
        licenses seal verify SignedValue.dat --policy crypto --content Signature.xml
                                                            integrity and signature values only, nobody is trusted

        Works offline. What a file is, its bytes tell. Each step of GB/T 38540-2020 or GM/T 0031 is shown, in both
        languages. Whether a seal was frozen or cancelled is known only to the desk that made it: the report says so.
        Exit codes: 0 passed   2 failed   3 indeterminate   5 neither a seal nor a signature by one   64 bad usage
        """;

    public static Command Create(CliContext context)
    {
        var file = new Argument<string>("file") { Description = "A seal (.esl) or a signature by one (.dat).", HelpName = "FILE" };
        var content = ContentOption();
        var json = JsonOption.Create();
        var request = new VerifyRequestOptions();
        var command = new TaughtCommand("verify", "Verifies an electronic seal, or a signature by one; works offline.", Examples)
        {
            file, content, json,
        };
        request.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var asked = await request.ReadAsync(
                result, context.Clock.GetUtcNow(), why => context.Error.MarkupLineInterpolated($"[yellow]licenses:[/] {why}"), cancellationToken);
            var name = ExistingFile(result.GetRequiredValue(file))!;
            var verifier = new FileVerifier(asked, TimeSpan.FromMinutes(1)) { Content = ExistingFile(result.GetValue(content)), SealsOnly = true };
            await foreach (var answer in verifier.VerifyAsync([name], 1, cancellationToken))
            {
                if (result.GetValue(json))
                {
                    await context.Lines.WriteLineAsync(AnswerJson.Line(answer));
                }
                else
                {
                    new AnswerPrinter(context.Sentences, everything: true).Print(answer);
                }

                return answer.ExitCode;
            }

            return ExitCode.Indeterminate;
        });
        return command;
    }

    /// <summary>The option that names what was sealed.</summary>
    public static Option<string?> ContentOption() => new("--content")
    {
        Description = "What a signature by an electronic seal (.dat) is about: the sealed bytes, such as OFD's Signature.xml.",
        HelpName = "FILE",
    };

    public static string? ExistingFile(string? path) =>
        path is null || File.Exists(path) ? path : throw new UsageException($"There is no file {path}.");
}
