using System.CommandLine;
using Spectre.Console;

namespace Licenses.Cli.Pki;

/// <summary><c>licenses pki list</c>: every member in one table.</summary>
internal static class PkiListCommand
{
    private const string Examples = """
        licenses pki list                                   a table
        licenses pki list --json | jq -r .name              names only
        """;

    public static Command Create(CliContext context)
    {
        var directory = PkiCommand.DirectoryOption();
        var json = JsonOption.Create();
        var command = new TaughtCommand("list", "Shows who is in the PKI.", Examples) { directory, json };
        command.SetAction(result => Run(context, result.GetRequiredValue(directory), result.GetValue(json)));
        return command;
    }

    private static int Run(CliContext context, string directory, bool json)
    {
        var declaration = PkiDeclaration.Load(directory);
        var folder = new PkiFolder(directory, declaration);
        var now = context.Clock.GetUtcNow();
        var entries = declaration.Members.Select(member => PkiEntry.Read(declaration, folder, member, now)).ToList();
        if (json)
        {
            entries.ForEach(entry => context.Lines.WriteLine(Json.Line(entry)));
            return ExitCode.Passed;
        }

        var table = new Table().Border(TableBorder.Rounded).Title(declaration.Notice.EscapeMarkup());
        table.AddColumns("Name", "Purpose", "Key", "Issuer", "Organisation", "Role", "Until", "State");
        foreach (var entry in entries)
        {
            table.AddRow(
                entry.Name.EscapeMarkup(),
                entry.Purpose.ToString().ToLowerInvariant(),
                entry.Key,
                entry.Issuer ?? "itself",
                entry.Organisation.EscapeMarkup(),
                entry.Role ?? string.Empty,
                entry.NotAfter?.ToString("yyyy-MM-dd", null) ?? string.Empty,
                Coloured(entry.State));
        }

        context.Out.Write(table);
        return ExitCode.Passed;
    }

    internal static string Coloured(PkiEntryState state) => state switch
    {
        PkiEntryState.Valid => "[green]valid[/]",
        PkiEntryState.NotYetValid => "[yellow]not yet valid[/]",
        PkiEntryState.Expired => "[yellow]expired[/]",
        PkiEntryState.Revoked => "[red]revoked[/]",
        _ => "[red]missing[/]",
    };
}
