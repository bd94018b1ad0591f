using System.CommandLine;

namespace Licenses.Cli.Seal.Desk;

/// <summary>The commands below <c>licenses seal</c> that are about seals themselves, beside the sealing of a file.</summary>
internal static class SealDeskCommands
{
    public static IEnumerable<Command> Create(CliContext context) =>
    [
        SealMakeCommand.Create(context),
        SealShowCommand.Create(context),
        SealVerifyCommand.Create(context),
        SealListCommand.Create(context),
        SealGetCommand.Create(context),
        SealStepCommand.Approve(context),
        SealStepCommand.Reject(context),
        SealStepCommand.Freeze(context),
        SealStepCommand.Unfreeze(context),
        SealStepCommand.Cancel(context),
        SealUsesCommand.Create(context),
    ];
}
