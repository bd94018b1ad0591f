using Licenses.V1;
using Spectre.Console;

namespace Licenses.Cli.Demo;

/// <summary>Departments suspend and revoke licenses of their own.</summary>
internal static class ChangeChapter
{
    public static async Task<string> PlayAsync(Stage stage, CancellationToken cancellationToken)
    {
        StoryPrinter.Chapter(stage.Context, "暂扣与注销", "A license is suspended, another revoked");
        foreach (var change in stage.Script.Changes)
        {
            var client = new RevocationService.RevocationServiceClient(stage.Callers.Issuer(change.Department).Channel);
            var request = new ChangeStateRequest
            {
                RequestId = stage.RequestId($"change-{change.License}"),
                Number = stage.Numbers[change.License],
                Reason = System.Enum.Parse<V1.StateReason>(change.Reason.Replace("_", "", StringComparison.Ordinal), ignoreCase: true),
            };
            var reply = change.Change == "SUSPEND"
                ? await client.SuspendAsync(request, cancellationToken: cancellationToken)
                : await client.RevokeAsync(request, cancellationToken: cancellationToken);
            stage.Context.Out.MarkupLineInterpolated($"{change.License}: {reply.Status.State}, version {reply.Status.Version} — {change.Note.Zh} {change.Note.En}");
        }

        return string.Join("; ", stage.Script.Changes.Select(change => $"{change.License}: {change.Change}"));
    }
}
