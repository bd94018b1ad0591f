using System.CommandLine;
using System.Globalization;
using Licenses.V1;
using Spectre.Console;

namespace Licenses.Cli.Seal.Desk;

/// <summary><c>licenses seal list</c>: the seals of a server's desk.</summary>
internal static class SealListCommand
{
    private const string Examples = """
        licenses seal list                                  the seals that you may see
        licenses seal list --waiting                        those that wait for a second person
        licenses seal list --state frozen --json
        """;

    public static Command Create(CliContext context)
    {
        var organisation = new Option<string?>("--organisation") { Description = "Only those of this credit code.", HelpName = "CODE" };
        var state = new Option<string?>("--state")
        {
            Description = "Only those in this state: requested, active, frozen, cancelled, rejected, expired.", HelpName = "STATE",
        };
        var waiting = new Option<bool>("--waiting") { Description = "Only those with a request that waits." };
        var desk = new DeskOptions();
        var command = new TaughtCommand("list", "Lists the seals of a server's desk.", Examples) { organisation, state, waiting };
        desk.AddTo(command, writes: false);
        command.SetAction(async (result, cancellationToken) =>
        {
            var request = new ListSealsRequest
            {
                OrganisationCode = result.GetValue(organisation) ?? "",
                State = result.GetValue(state) is { } text ? Parse(text) : SealState.Unspecified,
                Waiting = result.GetValue(waiting),
                PageSize = 200,
            };
            var seals = await desk.AskAsync(result, client => ReadAllAsync(client, request, cancellationToken));
            Show(context, seals, desk.IsJson(result));
            return ExitCode.Passed;
        });
        return command;
    }

    private static async Task<List<SealRecord>> ReadAllAsync(
        SealingService.SealingServiceClient client, ListSealsRequest request, CancellationToken cancellationToken)
    {
        var seals = new List<SealRecord>();
        do
        {
            var page = await client.ListSealsAsync(request, cancellationToken: cancellationToken);
            seals.AddRange(page.Seals);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return seals;
    }

    private static void Show(CliContext context, List<SealRecord> seals, bool json)
    {
        if (json)
        {
            seals.ForEach(seal => context.Lines.WriteLine(Json.Line(SealRecordView.Row(seal))));
            return;
        }

        var table = new Table().Border(TableBorder.Rounded).AddColumns("Seal", "Name", "State", "Version", "Until", "Uses", "Waits");
        foreach (var seal in seals)
        {
            table.AddRow(
                seal.SealId.EscapeMarkup(), seal.Name.EscapeMarkup(), SealRecordView.Coloured(seal.State),
                seal.Version.ToString(CultureInfo.InvariantCulture),
                seal.ValidUntil.ToDateTimeOffset().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                seal.Uses.ToString(CultureInfo.InvariantCulture), seal.Pending?.Wish.ToString() ?? "");
        }

        context.Out.Write(table);
    }

    private static SealState Parse(string text) =>
        Enum.TryParse<SealState>(text, ignoreCase: true, out var state) && Enum.IsDefined(state) && state != SealState.Unspecified
            ? state
            : throw new UsageException($"--state {text}: not a state; see --help");
}
