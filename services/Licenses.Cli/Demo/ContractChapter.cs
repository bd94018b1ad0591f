using Licenses.Cli.Remote;
using Licenses.V1;
using Spectre.Console;

namespace Licenses.Cli.Demo;

/// <summary>
/// Two departments seal a contract that another program printed, the second with its national seal (国密); the first seal
/// stays valid.
/// </summary>
internal sealed class ContractChapter(Stage stage)
{
    private const double FirstSealX = 66;
    private const double NextSealFurther = 78;
    private const double SealY = 58;

    public async Task<string> PlayAsync(CancellationToken cancellationToken)
    {
        var contract = stage.Script.Contract;
        StoryPrinter.Chapter(stage.Context, "两个部门在合同上用印", "Two departments seal a contract");
        var document = await File.ReadAllBytesAsync(Path.Combine(stage.Samples, contract.FileName), cancellationToken);
        for (int i = 0; i < contract.Seals.Count; i++)
        {
            var seal = contract.Seals[i];
            var client = new SealingService.SealingServiceClient(stage.Callers.Issuer(seal.Department).Channel);
            var options = new SealOptions
            {
                RequestId = stage.RequestId($"contract-{i}"),
                Reason = seal.Reason.Zh,
                Location = seal.Location.Zh,
                Profile = seal.Profile,
                Placement = new V1.SealPlacement
                {
                    Page = 1, CenterXMm = FirstSealX + i * NextSealFurther, CenterYMm = SealY,
                },
            };
            var (result, sealedBytes) = await DocumentTransfer.SealAsync(client, options, document, cancellationToken);
            if (!sealedBytes.AsSpan().StartsWith(document) || result.Seals != i + 1)
            {
                throw new StepFailedException($"{seal.Department}: earlier bytes changed, or {result.Seals} seals instead of {i + 1}");
            }

            document = sealedBytes;
        }

        var file = stage.FileOf("contract-sealed");
        await WholeFile.WriteAsync(file, document, cancellationToken);
        stage.Report.Documents.Add(file);
        await ExpectBothValidAsync(document, contract.Seals.Count, cancellationToken);
        stage.Context.Out.MarkupLineInterpolated($"{contract.Title.Zh}: {contract.Seals.Count} seals, both valid, earlier bytes unchanged");
        return $"{contract.Seals.Count} seals by {string.Join(" and ", contract.Seals.Select(seal => seal.Department))}, all valid";
    }

    private async Task ExpectBothValidAsync(byte[] document, int seals, CancellationToken cancellationToken)
    {
        var verifier = new VerificationService.VerificationServiceClient(stage.Callers.Center.Channel);
        var reply = await DocumentTransfer.VerifyAsync(
            verifier, new VerifyOptions { Policy = VerificationPolicy.Pades }, document, cancellationToken);
        if (reply.Verdict != DocumentVerdict.Passed || reply.Signatures.Count != seals)
        {
            throw new StepFailedException($"the sealed contract is {reply.Verdict}: {reply.Summary.En}");
        }
    }
}
