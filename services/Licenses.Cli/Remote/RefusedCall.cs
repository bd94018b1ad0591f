using Google.Rpc;
using Grpc.Core;
using Spectre.Console;

namespace Licenses.Cli.Remote;

/// <summary>What a refused call says to a person: the reason, every field violation, and whether to try again.</summary>
internal static class RefusedCall
{
    /// <summary>Prints the refusal; 3 where there was no answer, 2 where the answer was no.</summary>
    public static int Explain(CliContext context, RpcException exception)
    {
        var status = exception.GetRpcStatus();
        var reason = status?.GetDetail<ErrorInfo>()?.Reason;
        context.Error.MarkupLineInterpolated(
            $"[red]licenses:[/] {exception.Status.Detail} ({reason ?? exception.StatusCode.ToString()})");
        foreach (var violation in status?.GetDetail<BadRequest>()?.FieldViolations ?? [])
        {
            context.Error.MarkupLineInterpolated($"  {violation.Field}: {violation.Description}");
        }

        if (status?.GetDetail<RetryInfo>()?.RetryDelay is { } delay)
        {
            context.Error.MarkupLineInterpolated($"  a later try may succeed, from {delay.ToTimeSpan()} on");
        }

        return exception.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Internal
            ? ExitCode.Indeterminate
            : ExitCode.Failed;
    }
}
