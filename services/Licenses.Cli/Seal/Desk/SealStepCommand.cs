using System.CommandLine;
using Licenses.V1;

namespace Licenses.Cli.Seal.Desk;

/// <summary><c>licenses seal approve|reject|freeze|unfreeze|cancel</c>: steps of a seal's life at a server's desk.</summary>
internal static class SealStepCommand
{
    private const string Examples = """
        licenses seal list --waiting                        what waits for a second person
        licenses seal approve SEAL                          make, make anew, unfreeze or cancel what another person asked for
        licenses seal freeze SEAL --reason 密钥疑似泄露       out of use at once; one person is enough
        licenses seal unfreeze SEAL --reason 已查明           asks; another person approves
        licenses seal cancel SEAL --reason 机构撤销           asks; another person approves, and it is final
        licenses seal reject SEAL --reason 材料不全           drops what waits

        Who acts is the person that the client certificate names (--cert): the one who asked cannot approve.
        Exit codes: 0 done   2 refused   3 no answer   64 bad usage
        """;

    public static Command Approve(CliContext context) => Decision(
        context, "approve", "Approves what another person asked for.",
        (client, decision, cancellationToken) => client.ApproveSealAsync(decision, cancellationToken: cancellationToken).ResponseAsync);

    public static Command Reject(CliContext context) => Decision(
        context, "reject", "Drops what waits for approval.",
        (client, decision, cancellationToken) => client.RejectSealAsync(decision, cancellationToken: cancellationToken).ResponseAsync);

    public static Command Freeze(CliContext context) =>
        Change(context, "freeze", "Takes a seal out of use at once (冻结).", SealAction.Freeze);

    public static Command Unfreeze(CliContext context) =>
        Change(context, "unfreeze", "Asks for a frozen seal to be given back (解冻).", SealAction.Unfreeze);

    public static Command Cancel(CliContext context) =>
        Change(context, "cancel", "Asks for a seal to be ended for good (注销).", SealAction.Cancel);

    private static TaughtCommand Decision(
        CliContext context,
        string name,
        string description,
        Func<SealingService.SealingServiceClient, SealDecision, CancellationToken, Task<SealRecord>> decide)
    {
        var (seal, revision, desk) = (SealArgument(), RevisionOption(), new DeskOptions());
        var reason = ReasonOption(isRequired: name == "reject");
        var command = new TaughtCommand(name, description, Examples) { seal, revision, reason };
        desk.AddTo(command, writes: true);
        command.SetAction(async (result, cancellationToken) =>
        {
            var decided = await desk.AskAsync(result, async client =>
            {
                var decision = new SealDecision
                {
                    RequestId = desk.RequestId(result),
                    SealId = result.GetRequiredValue(seal),
                    ExpectedRevision = result.GetValue(revision),
                    Reason = result.GetValue(reason) ?? "",
                };
                if (decision.ExpectedRevision == 0)
                {
                    decision.ExpectedRevision = await SeeAsync(context, client, decision.SealId, cancellationToken);
                }

                return await decide(client, decision, cancellationToken);
            });
            SealRecordView.Show(context, decided, desk.IsJson(result));
            return ExitCode.Passed;
        });
        return command;
    }

    private static TaughtCommand Change(CliContext context, string name, string description, SealAction action)
    {
        var (seal, revision, desk) = (SealArgument(), RevisionOption(), new DeskOptions());
        var reason = ReasonOption(isRequired: true);
        var command = new TaughtCommand(name, description, Examples) { seal, revision, reason };
        desk.AddTo(command, writes: true);
        command.SetAction(async (result, cancellationToken) =>
        {
            var request = new ChangeSealStateRequest
            {
                RequestId = desk.RequestId(result),
                SealId = result.GetRequiredValue(seal),
                Action = action,
                Reason = result.GetRequiredValue(reason),
                ExpectedRevision = result.GetValue(revision),
            };
            var changed = await desk.AskAsync(
                result, async client => await client.ChangeSealStateAsync(request, cancellationToken: cancellationToken));
            SealRecordView.Show(context, changed, desk.IsJson(result));
            return ExitCode.Passed;
        });
        return command;
    }

    // What is decided is what stands on the screen: the revision is that of the seal as it is shown here.
    private static async Task<long> SeeAsync(
        CliContext context, SealingService.SealingServiceClient client, string sealId, CancellationToken cancellationToken)
    {
        var file = await client.GetSealAsync(new GetSealRequest { SealId = sealId }, cancellationToken: cancellationToken);
        var draft = file.PendingDraft ?? file.Draft;
        await context.ErrorLines.WriteLineAsync(
            $"{file.Seal.SealId}: {file.Seal.Pending?.Wish.ToString() ?? "nothing waits"}, {draft.Name}, "
            + $"{draft.Picture.WidthMm} x {draft.Picture.HeightMm} mm, until {draft.ValidUntil.ToDateTimeOffset():u}, "
            + $"{draft.Signers.Count} signer(s), asked by {file.Seal.Pending?.RequestedBy ?? "-"}: {file.Seal.Pending?.Reason ?? "-"}");
        return file.Seal.Revision;
    }

    private static Argument<string> SealArgument() => new("SEAL") { Description = "The seal's identifier (esID)." };

    private static Option<long> RevisionOption() => new("--revision")
    {
        Description = "The revision that was looked at; it is refused if the seal has changed since.", HelpName = "N",
    };

    private static Option<string?> ReasonOption(bool isRequired) => new("--reason")
    {
        Description = "Why; it is kept.", HelpName = "TEXT", Required = isRequired,
    };
}
