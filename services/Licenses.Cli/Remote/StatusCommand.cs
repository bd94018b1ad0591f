using System.CommandLine;
using Licenses.V1;
using Spectre.Console;

namespace Licenses.Cli.Remote;

/// <summary><c>licenses status</c>: what is known of a license's status, and how fresh that is.</summary>
internal static class StatusCommand
{
    private const string Examples = """
        licenses status 1.2.156.3005.2.….001.X              one license
        licenses status NUMBER NUMBER --json                several, for a program

        Exit codes: 0 all in force   2 one is not in force or unknown   3 the server cannot tell
        """;

    public static Command Create(CliContext context)
    {
        var numbers = new Argument<string[]>("NUMBER")
        {
            Description = "License identifiers (GB/T 36904).", Arity = ArgumentArity.OneOrMore,
        };
        var json = JsonOption.Create();
        var server = new ServerOptions();
        var command = new TaughtCommand("status", "Shows the status of licenses.", Examples) { numbers, json };
        server.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            using var connection = server.Connect(result);
            var client = new RevocationService.RevocationServiceClient(connection.Channel);
            var asked = result.GetRequiredValue(numbers);
            var request = new BatchGetStatusRequest { Numbers = { asked } };
            var reply = await client.BatchGetStatusAsync(request, cancellationToken: cancellationToken);
            var known = reply.Statuses.ToDictionary(status => status.Number);
            Show(context, asked, known, result.GetValue(json));
            return asked.All(number => known.GetValueOrDefault(number)?.State == V1.LicenseState.Active)
                ? ExitCode.Passed
                : ExitCode.Failed;
        });
        return command;
    }

    internal static object Row(string number, LicenseStatus? status) => new
    {
        number,
        state = status is null ? "UNKNOWN" : status.State.ToString().ToUpperInvariant(),
        version = status?.Version,
        reason = status is null or { Reason: V1.StateReason.Unspecified } ? null : status.Reason.ToString(),
        changedAt = status?.ChangedAt?.ToDateTimeOffset(),
        asOf = status?.AsOf?.ToDateTimeOffset(),
        notAfter = status?.NotAfter?.ToDateTimeOffset(),
    };

    private static void Show(
        CliContext context, string[] asked, Dictionary<string, LicenseStatus> known, bool json)
    {
        if (json)
        {
            foreach (var number in asked)
            {
                context.Lines.WriteLine(Json.Line(Row(number, known.GetValueOrDefault(number))));
            }

            return;
        }

        var table = new Table().Border(TableBorder.Rounded).AddColumns("License", "State", "Version", "Since", "As of", "Reason");
        foreach (var number in asked)
        {
            var status = known.GetValueOrDefault(number);
            table.AddRow(
                number.EscapeMarkup(),
                status is null ? "[red]unknown[/]" : Coloured(status.State),
                status?.Version.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "",
                status?.ChangedAt?.ToDateTimeOffset().ToString("u") ?? "",
                status?.AsOf?.ToDateTimeOffset().ToString("u") ?? "",
                status is null or { Reason: V1.StateReason.Unspecified } ? "" : status.Reason.ToString());
        }

        context.Out.Write(table);
    }

    internal static string Coloured(V1.LicenseState state) => state switch
    {
        V1.LicenseState.Active => "[green]in force 有效[/]",
        V1.LicenseState.Suspended => "[yellow]suspended 暂扣[/]",
        V1.LicenseState.Revoked => "[red]revoked 吊销/撤销/注销[/]",
        V1.LicenseState.Expired => "[red]expired 失效[/]",
        V1.LicenseState.Superseded => "[yellow]superseded 已变更[/]",
        _ => "[red]unknown[/]",
    };
}
