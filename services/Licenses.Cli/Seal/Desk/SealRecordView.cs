using Licenses.V1;
using Spectre.Console;

namespace Licenses.Cli.Seal.Desk;

/// <summary>Seals of the desk, for a person or a program.</summary>
internal static class SealRecordView
{
    public static object Row(SealRecord seal) => new
    {
        seal.SealId,
        seal.Name,
        seal.OrganisationCode,
        State = seal.State.ToString().ToUpperInvariant(),
        seal.Version,
        seal.Revision,
        Kind = seal.Kind.ToString().ToUpperInvariant(),
        ValidFrom = seal.ValidFrom?.ToDateTimeOffset(),
        ValidUntil = seal.ValidUntil?.ToDateTimeOffset(),
        ChangedAt = seal.ChangedAt?.ToDateTimeOffset(),
        Waiting = seal.Pending is null ? null : new
        {
            Wish = seal.Pending.Wish.ToString().ToUpperInvariant(),
            seal.Pending.RequestedBy,
            RequestedAt = seal.Pending.RequestedAt?.ToDateTimeOffset(),
            seal.Pending.Reason,
        },
        seal.Uses,
        Notes = seal.Notes.Count == 0 ? null : seal.Notes.Select(note => new { note.En, note.Zh }),
    };

    /// <summary>What became of a seal.</summary>
    public static void Show(CliContext context, SealRecord seal, bool json)
    {
        Warn(context, seal);
        if (json)
        {
            context.Lines.WriteLine(Json.Line(Row(seal)));
            return;
        }

        context.Sentences.MarkupLine(
            $"{seal.SealId.EscapeMarkup()}  {Coloured(seal.State)}  {seal.Name.EscapeMarkup()}  version {seal.Version}, revision {seal.Revision}");
        if (seal.Pending is { } pending)
        {
            context.Sentences.MarkupLineInterpolated(
                $"  waits for a second person 待另一人审批: {pending.Wish} (asked by {pending.RequestedBy}): licenses seal approve {seal.SealId}");
        }
    }

    private static void Warn(CliContext context, SealRecord seal)
    {
        foreach (var note in seal.Notes)
        {
            context.Error.MarkupLineInterpolated($"[yellow]licenses:[/] {note.En} {note.Zh}");
        }
    }

    public static string Coloured(SealState state) => state switch
    {
        SealState.Requested => "[yellow]requested 待审批[/]",
        SealState.Active => "[green]active 有效[/]",
        SealState.Frozen => "[yellow]frozen 冻结[/]",
        SealState.Cancelled => "[red]cancelled 注销[/]",
        SealState.Rejected => "[red]rejected 驳回[/]",
        SealState.Expired => "[red]expired 过期[/]",
        _ => "[red]unknown[/]",
    };
}
