using Grpc.Core;
using Grpc.Health.V1;
using Licenses.Cli.Remote;
using Spectre.Console;

namespace Licenses.Cli.Demo;

/// <summary>Plays the chapters in order and stops at the first step that does not go as expected.</summary>
internal sealed class Story(CliContext context, StoryScript script, SampleCallers callers, string samples, string folder)
{
    private readonly StoryReport _report = new();

    public async Task<StoryReport> TellAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        StoryPrinter.Chapter(context, script.Title.Zh, script.Title.En);
        context.Out.WriteLine(script.Notice);
        var stage = new Stage(context, script, callers, samples, folder, _report);
        var cases = new CaseChapter(stage);
        _ = await TryAsync("server ready", () => WaitAsync(patience, cancellationToken))
            && await TryAsync("two national seals made by two people each", () => new SealDeskChapter(stage).MakeAsync(cancellationToken))
            && await TryAsync("six licenses issued", () => new IssueChapter(stage).PlayAsync(cancellationToken))
            && await TryAsync("facts reported", () => FactChapter.PlayAsync(stage, script.Facts, cancellationToken))
            && await TryAsync("contract sealed by two departments", () => new ContractChapter(stage).PlayAsync(cancellationToken))
            && await TryAsync("one national seal frozen", () => new SealDeskChapter(stage).FreezeAsync(cancellationToken))
            && await TryAsync("cases checked", () => cases.CheckAsync("issued", cancellationToken))
            && await TryAsync("one license suspended, one revoked", () => ChangeChapter.PlayAsync(stage, cancellationToken))
            && await TryAsync("internal check answered", () => cases.AnswerAsync(cancellationToken))
            && await TryAsync("later facts reported", () => FactChapter.PlayAsync(stage, script.LaterFacts, cancellationToken))
            && await TryAsync("cases checked again", () => cases.CheckAsync("changed", cancellationToken))
            && await TryAsync("documents verified, a forged copy among them", () => new VerifyChapter(stage).PlayAsync(cancellationToken))
            && await TryAsync("citizen downloads a PDF", () => new DownloadChapter(stage).PlayAsync(cancellationToken))
            && await TryAsync("citizen sees who used the license", () => new DownloadChapter(stage).ListUsesAsync(cancellationToken));
        return _report;
    }

    private async Task<bool> TryAsync(string name, Func<Task<string>> step)
    {
        try
        {
            _report.Steps.Add(new StoryStep(name, true, await step()));
        }
        catch (StepFailedException exception)
        {
            _report.Steps.Add(new StoryStep(name, false, exception.Message));
        }
        catch (RpcException exception)
        {
            RefusedCall.Explain(context, exception);
            _report.Steps.Add(new StoryStep(name, false, $"{exception.StatusCode}: {exception.Status.Detail}"));
        }

        return _report.Steps[^1].Ok;
    }

    private async Task<string> WaitAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        var health = new Health.HealthClient(callers.Center.Channel);
        long started = context.Clock.GetTimestamp();
        while (true)
        {
            try
            {
                var reply = await health.CheckAsync(new HealthCheckRequest(), cancellationToken: cancellationToken);
                if (reply.Status == HealthCheckResponse.Types.ServingStatus.Serving)
                {
                    return $"after {context.Clock.GetElapsedTime(started).TotalSeconds:0.0} s";
                }
            }
            catch (RpcException exception) when (exception.StatusCode == StatusCode.Unavailable)
            {
                // It is starting; ask again until patience ends.
            }

            if (context.Clock.GetElapsedTime(started) > patience)
            {
                throw new StepFailedException($"no answer within {patience.TotalSeconds:0} s");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), context.Clock, cancellationToken);
        }
    }
}
