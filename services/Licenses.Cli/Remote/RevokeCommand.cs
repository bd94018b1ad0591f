using System.CommandLine;
using Licenses.V1;
using Spectre.Console;

namespace Licenses.Cli.Remote;

/// <summary><c>licenses revoke</c>: suspends, gives back or ends a license.</summary>
internal static class RevokeCommand
{
    private const string Examples = """
        licenses revoke NUMBER --reason fraud               ends it; this is final
        licenses revoke NUMBER --suspend --reason investigation
        licenses revoke NUMBER --reinstate --reason resolved

        Reasons: investigation, penalty, conditions-ceased, issued-in-error, holder-request, fraud, resolved
        """;

    public static Command Create(CliContext context)
    {
        var number = new Argument<string>("NUMBER") { Description = "License identifier (GB/T 36904)." };
        var suspend = new Option<bool>("--suspend") { Description = "Withhold it for a time (暂扣) instead." };
        var reinstate = new Option<bool>("--reinstate") { Description = "Give a suspended license back (发还) instead." };
        var reason = new Option<string>("--reason") { Description = "Why; see the examples.", Required = true, HelpName = "REASON" };
        var requestId = new Option<string>("--request-id")
        {
            Description = "Identifier of this write; a new one by default.",
            HelpName = "ID",
            DefaultValueFactory = _ => Guid.NewGuid().ToString(),
        };
        var json = JsonOption.Create();
        var server = new ServerOptions();
        var command = new TaughtCommand("revoke", "Ends, suspends or gives back a license of your department.", Examples)
        {
            number, suspend, reinstate, reason, requestId, json,
        };
        server.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            if (result.GetValue(suspend) && result.GetValue(reinstate))
            {
                throw new UsageException("--suspend and --reinstate exclude each other");
            }

            var request = new ChangeStateRequest
            {
                RequestId = result.GetRequiredValue(requestId),
                Number = result.GetRequiredValue(number),
                Reason = Parse(result.GetRequiredValue(reason)),
            };
            using var connection = server.Connect(result);
            var client = new RevocationService.RevocationServiceClient(connection.Channel);
            var reply = result.GetValue(suspend) ? await client.SuspendAsync(request, cancellationToken: cancellationToken)
                : result.GetValue(reinstate) ? await client.ReinstateAsync(request, cancellationToken: cancellationToken)
                : await client.RevokeAsync(request, cancellationToken: cancellationToken);
            Show(context, reply.Status, result.GetValue(json));
            return ExitCode.Passed;
        });
        return command;
    }

    private static void Show(CliContext context, LicenseStatus status, bool json)
    {
        if (json)
        {
            context.Lines.WriteLine(Json.Line(StatusCommand.Row(status.Number, status)));
            return;
        }

        context.Out.MarkupLine(
            $"{status.Number.EscapeMarkup()} is now {StatusCommand.Coloured(status.State)} (version {status.Version})");
    }

    private static V1.StateReason Parse(string reason) =>
        Enum.TryParse<V1.StateReason>(reason.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var parsed)
        && Enum.IsDefined(parsed)
        && parsed != V1.StateReason.Unspecified
            ? parsed
            : throw new UsageException($"--reason {reason}: not a reason; see --help");
}
