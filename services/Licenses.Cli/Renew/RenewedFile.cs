using Licenses.Sealing;

namespace Licenses.Cli.Renew;

/// <summary>What was found about one file of an archive, and what was done.</summary>
/// <param name="File">Its path.</param>
/// <param name="Found">How it stood; null where it is no PDF that we read.</param>
internal sealed record RenewedFile(string File, ArchiveTerm? Found)
{
    /// <summary>How it stands after a new timestamp; null where none was set.</summary>
    public ArchiveTerm? Renewed { get; init; }

    /// <summary>Data that is newer than what its timestamps prove was added.</summary>
    public bool IsSettled { get; init; }

    /// <summary>What kept it from being renewed; empty where nothing did.</summary>
    public ImmutableArray<LocalizedText> Lacking { get; init; } = [];

    /// <summary>A seal without a timestamp counts as still to be renewed.</summary>
    public bool RequireTimestamp { get; init; }

    /// <summary>0 in order, 2 can no longer be renewed, 3 still to be renewed, 5 not a document.</summary>
    public int ExitCode => (Found?.State, Renewed) switch
    {
        (null, _) => Cli.ExitCode.NotADocument,
        (ArchiveState.Due, null) => Cli.ExitCode.Indeterminate,
        (ArchiveState.Unproven, null) => Cli.ExitCode.Indeterminate,
        (_, { State: ArchiveState.Unproven or ArchiveState.Lapsed }) => Cli.ExitCode.Indeterminate,
        (ArchiveState.NotStamped, _) when RequireTimestamp => Cli.ExitCode.Indeterminate,
        (ArchiveState.Lapsed or ArchiveState.Damaged, _) => Cli.ExitCode.Failed,
        _ => Cli.ExitCode.Passed,
    };
}
