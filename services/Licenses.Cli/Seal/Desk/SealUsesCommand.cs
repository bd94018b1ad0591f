using System.CommandLine;
using System.Globalization;
using Licenses.V1;
using Spectre.Console;

namespace Licenses.Cli.Seal.Desk;

/// <summary><c>licenses seal uses</c>: what a seal was applied to, by whom and when.</summary>
internal static class SealUsesCommand
{
    private const string Examples = """
        licenses seal uses SEAL                             every use, the newest first
        licenses seal uses SEAL --json | jq -r .digest
        """;

    public static Command Create(CliContext context)
    {
        var seal = new Argument<string>("SEAL") { Description = "The seal's identifier (esID)." };
        var desk = new DeskOptions();
        var command = new TaughtCommand("uses", "Lists what a seal was applied to (用印记录).", Examples) { seal };
        desk.AddTo(command, writes: false);
        command.SetAction(async (result, cancellationToken) =>
        {
            var request = new ListSealUsesRequest { SealId = result.GetRequiredValue(seal), PageSize = 200 };
            var uses = await desk.AskAsync(result, client => ReadAllAsync(client, request, cancellationToken));
            Show(context, uses, desk.IsJson(result));
            return ExitCode.Passed;
        });
        return command;
    }

    private static async Task<List<SealUseRecord>> ReadAllAsync(
        SealingService.SealingServiceClient client, ListSealUsesRequest request, CancellationToken cancellationToken)
    {
        var uses = new List<SealUseRecord>();
        do
        {
            var page = await client.ListSealUsesAsync(request, cancellationToken: cancellationToken);
            uses.AddRange(page.Uses);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return uses;
    }

    private static void Show(CliContext context, List<SealUseRecord> uses, bool json)
    {
        if (json)
        {
            uses.ForEach(use => context.Lines.WriteLine(Json.Line(new
            {
                use.RecordId,
                use.Version,
                UsedAt = use.UsedAt.ToDateTimeOffset(),
                use.ActorCode,
                use.Person,
                use.DigestAlgorithm,
                Digest = Convert.ToHexStringLower(use.Digest.Span),
            })));
            return;
        }

        var table = new Table().Border(TableBorder.Rounded).AddColumns("When", "Version", "Organisation", "Person", "Digest", "Record");
        foreach (var use in uses)
        {
            table.AddRow(
                use.UsedAt.ToDateTimeOffset().ToString("u"), use.Version.ToString(CultureInfo.InvariantCulture),
                use.ActorCode.EscapeMarkup(), use.Person.EscapeMarkup(),
                $"{use.DigestAlgorithm.EscapeMarkup()} {Convert.ToHexStringLower(use.Digest.Span)}", use.RecordId.EscapeMarkup());
        }

        context.Out.Write(table);
    }
}
