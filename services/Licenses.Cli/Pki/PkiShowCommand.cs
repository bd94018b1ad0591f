using System.CommandLine;
using Spectre.Console;

namespace Licenses.Cli.Pki;

/// <summary><c>licenses pki show NAME</c>: one member in full.</summary>
internal static class PkiShowCommand
{
    private const string Examples = """
        licenses pki show police                            the seal of the police department
        licenses pki show server --json                     the same for a program
        """;

    public static Command Create(CliContext context)
    {
        var name = new Argument<string>("name") { Description = "The member's name, as pki list shows it.", HelpName = "NAME" };
        var directory = PkiCommand.DirectoryOption();
        var json = JsonOption.Create();
        var command = new TaughtCommand("show", "Shows one certificate and where its files are.", Examples)
        {
            name, directory, json,
        };
        command.SetAction(result =>
            Run(context, result.GetRequiredValue(directory), result.GetRequiredValue(name), result.GetValue(json)));
        return command;
    }

    private static int Run(CliContext context, string directory, string name, bool json)
    {
        var declaration = PkiDeclaration.Load(directory);
        var member = declaration.Find(name)
            ?? throw new UsageException($"{name} is not in {PkiDeclaration.FileName}; see licenses pki list.");
        var entry = PkiEntry.Read(
            declaration, new PkiFolder(directory, declaration), member, context.Clock.GetUtcNow());
        if (json)
        {
            context.Lines.WriteLine(Json.Line(entry));
            return ExitCode.Passed;
        }

        var grid = new Grid().AddColumn().AddColumn();
        (string Label, string? Value)[] rows =
        [
            ("name", entry.Name),
            ("purpose", entry.Purpose.ToString().ToLowerInvariant()),
            ("organisation", $"{entry.Organisation} ({entry.Uscc})"),
            ("role", entry.Role),
            ("subject", entry.Subject),
            ("issuer", entry.Issuer ?? "itself"),
            ("key", entry.Key),
            ("serial number", entry.SerialNumber),
            ("SHA-256", entry.Thumbprint),
            ("valid", $"{entry.NotBefore:u} to {entry.NotAfter:u}"),
            ("files", string.Join("\n", entry.Files)),
        ];
        foreach (var (label, value) in rows.Where(row => row.Value is not null))
        {
            grid.AddRow($"[grey]{label}[/]", value.EscapeMarkup());
        }

        grid.AddRow("[grey]state[/]", PkiListCommand.Coloured(entry.State));
        context.Out.Write(grid);
        return ExitCode.Passed;
    }
}
