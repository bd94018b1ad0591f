using System.CommandLine;
using Spectre.Console;

namespace Licenses.Cli.Pki;

/// <summary><c>licenses pki generate</c>: brings the files into agreement with pki.json.</summary>
internal static class PkiGenerateCommand
{
    private const string Examples = """
        licenses pki generate -d certs-sample              make what lacks, renew what is declared otherwise
        licenses pki generate -d certs-sample --force      new keys for everybody
        """;

    public static Command Create(CliContext context)
    {
        var directory = PkiCommand.DirectoryOption();
        var json = JsonOption.Create();
        var force = new Option<bool>("--force") { Description = "Make new keys even where keys exist." };
        var command = new TaughtCommand("generate", "Makes keys, certificates and revocation lists from pki.json.", Examples)
        {
            directory, force, json,
        };
        command.SetAction((result, cancellationToken) => Task.FromResult(Run(
            context,
            result.GetRequiredValue(directory),
            result.GetValue(force),
            result.GetValue(json),
            cancellationToken)));
        return command;
    }

    private static int Run(
        CliContext context, string directory, bool force, bool json, CancellationToken cancellationToken)
    {
        var declaration = PkiDeclaration.Load(directory);
        var generator = new PkiGenerator(declaration, new PkiFolder(directory, declaration));
        int kept = 0;
        int made = 0;
        foreach (var issued in generator.Generate(force, cancellationToken))
        {
            if (issued.Change == MemberChange.Kept)
            {
                kept++;
                continue;
            }

            made++;
            if (!json)
            {
                context.Error.MarkupLineInterpolated($"[green]{Said(issued.Change)}[/] {issued.Member.Name}");
            }
        }

        if (json)
        {
            context.Lines.WriteLine(Json.Line(new { directory, made, kept, declaration.Notice }));
        }
        else
        {
            context.Out.MarkupLineInterpolated($"{made} made, {kept} kept in {directory} ([yellow]{declaration.Notice}[/])");
        }

        return ExitCode.Passed;
    }

    private static string Said(MemberChange change) => change == MemberChange.NewKey ? "new key" : "renewed";
}
