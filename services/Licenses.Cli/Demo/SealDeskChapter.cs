using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Licenses.Cli.Remote;
using Licenses.V1;
using Spectre.Console;

namespace Licenses.Cli.Demo;

/// <summary>Departments have national seals (国密电子印章) made: one person asks, another approves; one seal is frozen, and seals no more.</summary>
internal sealed class SealDeskChapter(Stage stage)
{
    public async Task<string> MakeAsync(CancellationToken cancellationToken)
    {
        StoryPrinter.Chapter(stage.Context, "制作国密电子印章", "National seals are made");
        var table = new Table().Border(TableBorder.Rounded).AddColumns("Seal 印章", "Identifier 印章标识", "Asked by 申请", "State 状态");
        foreach (var script in stage.Script.Seals)
        {
            var asked = await Desk(script).MakeSealAsync(
                await RequestForAsync(script, cancellationToken), cancellationToken: cancellationToken);
            Expect(script, asked, SealState.Requested);
            var made = await Administration.ApproveSealAsync(
                new SealDecision
                {
                    RequestId = stage.RequestId($"approve-{script.Key}"),
                    SealId = asked.SealId,
                    ExpectedRevision = asked.Revision,
                    Reason = script.Reason.Zh,
                },
                cancellationToken: cancellationToken);
            Expect(script, made, SealState.Active);
            stage.Seals[script.Key] = made.SealId;
            table.AddRow(
                made.Name.EscapeMarkup(), made.SealId.EscapeMarkup(), asked.Pending.RequestedBy.EscapeMarkup(), made.State.ToString().EscapeMarkup());
        }

        stage.Context.Out.Write(table);
        return $"{stage.Seals.Count} seals, each asked for by its department and approved by the administrator";
    }

    public async Task<string> FreezeAsync(CancellationToken cancellationToken)
    {
        var script = stage.Script.Seals.First(seal => seal.Freeze is not null);
        StoryPrinter.Chapter(stage.Context, "冻结印章", "A seal is frozen");
        var frozen = await Desk(script).ChangeSealStateAsync(
            new ChangeSealStateRequest
            {
                RequestId = stage.RequestId($"freeze-{script.Key}"),
                SealId = stage.Seals[script.Key],
                Action = SealAction.Freeze,
                Reason = script.Freeze!.Zh,
            },
            cancellationToken: cancellationToken);
        Expect(script, frozen, SealState.Frozen);
        var refusal = await TryToSealAsync(script, cancellationToken);
        stage.Context.Out.MarkupLineInterpolated($"{script.Name.Zh}: {refusal}");
        return $"{script.Department}: {refusal}";
    }

    private SealingService.SealingServiceClient Administration => new(stage.Callers.Administrator.Channel);

    private SealingService.SealingServiceClient Desk(ScriptElectronicSeal script) =>
        new(stage.Callers.Issuer(script.Department).Channel);

    private async Task<MakeSealRequest> RequestForAsync(ScriptElectronicSeal script, CancellationToken cancellationToken)
    {
        var picture = await File.ReadAllBytesAsync(Path.Combine(stage.Samples, script.Picture), cancellationToken);
        var now = stage.Context.Clock.GetUtcNow();
        return new MakeSealRequest
        {
            RequestId = stage.RequestId(script.Key),
            Reason = script.Reason.Zh,
            Draft = new SealDraft
            {
                Name = script.Name.Zh,
                Kind = SealKind.Official,
                Picture = new SealPicture
                {
                    Kind = SealPictureKind.Png,
                    Data = ByteString.CopyFrom(picture),
                    WidthMm = script.SizeMm,
                    HeightMm = script.SizeMm,
                },
                ValidUntil = Timestamp.FromDateTimeOffset(now.AddDays(script.ValidForDays)),
                Signers = { ByteString.CopyFrom(stage.Callers.NationalCertificate(script.Signer)) },
            },
        };
    }

    /// <summary>What the server says to whoever wants to apply the frozen seal.</summary>
    private async Task<string> TryToSealAsync(ScriptElectronicSeal script, CancellationToken cancellationToken)
    {
        var contract = await File.ReadAllBytesAsync(
            Path.Combine(stage.Samples, stage.Script.Contract.FileName), cancellationToken);
        var options = new SealOptions { RequestId = stage.RequestId("frozen"), Profile = SealingProfile.Ses };
        try
        {
            await DocumentTransfer.SealAsync(Desk(script), options, contract, cancellationToken);
        }
        catch (RpcException refused) when (refused.StatusCode == StatusCode.FailedPrecondition)
        {
            return refused.Status.Detail;
        }

        throw new StepFailedException($"{script.Department}: a frozen seal was applied");
    }

    private static void Expect(ScriptElectronicSeal script, SealRecord seal, SealState state)
    {
        if (seal.State != state)
        {
            throw new StepFailedException($"{script.Key} is {seal.State} in place of {state}");
        }
    }
}
