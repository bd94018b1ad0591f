using System.CommandLine;
using Licenses.Trust.Lists;
using Spectre.Console;

namespace Licenses.Cli.Trust;

/// <summary><c>licenses trust list verify</c>: whether a list may be believed now.</summary>
internal static class TrustListVerifyCommand
{
    public static Command Create(CliContext context)
    {
        var file = new Argument<string>("file") { Description = "A signed trust list.", HelpName = "FILE" };
        var options = new TrustListOptions();
        var at = new Option<string?>("--at") { Description = "As of this time. Default: now.", HelpName = "TIME" };
        var command = new Command(
            "verify", "Verifies a trust list: signer, number, time. Exit codes: 0 accepted   2 refused   3 out of its time") { file, at };
        options.AddSignerTo(command, isRequired: true);
        command.SetAction(async (result, cancellationToken) =>
        {
            var now = result.GetValue(at) is { } text ? TimeText.Parse(text) : context.Clock.GetUtcNow();
            switch (await options.ReaderOf(result).ReadAsync(TrustListShowCommand.ReadText(result.GetRequiredValue(file)), now, cancellationToken))
            {
                case TrustListOutcome.Accepted accepted:
                    context.Sentences.MarkupLine("[green]ACCEPTED 可信[/]");
                    TrustListShowCommand.Print(context, accepted.List);
                    return ExitCode.Passed;
                case TrustListOutcome.Stale stale:
                    context.Sentences.MarkupLineInterpolated($"[yellow]STALE 已过期[/]  {stale.Detail}");
                    return ExitCode.Indeterminate;
                case TrustListOutcome.Refused refused:
                    context.Sentences.MarkupLineInterpolated($"[red]REFUSED 拒绝[/]  {refused.Detail}");
                    return ExitCode.Failed;
                default:
                    throw new System.Diagnostics.UnreachableException();
            }
        });
        return command;
    }
}
