using Licenses.Cli.Remote;
using Licenses.V1;
using Spectre.Console;

namespace Licenses.Cli.Demo;

/// <summary>The acceptance center asks which materials need not be submitted, before and after licenses change.</summary>
internal sealed class CaseChapter(Stage stage)
{
    private readonly Dictionary<string, Decision> _last = [];

    /// <summary>Checks every case and compares each material with what the script expects after that event.</summary>
    public async Task<string> CheckAsync(string after, CancellationToken cancellationToken)
    {
        var details = new List<string>();
        var client = new ExemptionService.ExemptionServiceClient(stage.Callers.Center.Channel);
        foreach (var script in stage.Script.Cases)
        {
            StoryPrinter.Chapter(stage.Context, $"核对申请材料：{script.Purpose.Zh}", script.Purpose.En);
            var decision = await client.CheckAsync(RequestFor(script), cancellationToken: cancellationToken);
            _last[script.Key] = decision;
            stage.Report.Checks.Add(decision);
            DecisionTable.Show(stage.Context, decision, json: false);
            Compare(script, after, decision);
            details.Add($"{script.Item}: {decision.ExemptCount} of {decision.Materials.Count} exempt, {decision.SubmitCount} to submit, {decision.UndeterminedCount} undetermined");
        }

        return string.Join("; ", details);
    }

    /// <summary>The departments that were asked answer.</summary>
    public async Task<string> AnswerAsync(CancellationToken cancellationToken)
    {
        foreach (var answer in stage.Script.AssistanceAnswers)
        {
            var id = _last[answer.Case].Materials.Single(material => material.MaterialCode == answer.Material)
                .Evidence.Single(evidence => evidence.Assistance is not null).Assistance.AssistanceId;
            var client = new ExemptionService.ExemptionServiceClient(stage.Callers.Issuer(answer.Department).Channel);
            var waiting = await client.ListAssistanceAsync(new ListAssistanceRequest(), cancellationToken: cancellationToken);
            if (waiting.Cases.All(row => row.AssistanceId != id))
            {
                throw new StepFailedException($"{answer.Department} does not see assistance case {id}");
            }

            await client.AnswerAssistanceAsync(
                new AnswerAssistanceRequest
                {
                    RequestId = stage.RequestId($"answer-{answer.Material}"),
                    AssistanceId = id,
                    Answer = System.Enum.Parse<AssistanceAnswer>(answer.Answer.Replace("_", "", StringComparison.Ordinal), ignoreCase: true),
                },
                cancellationToken: cancellationToken);
        }

        return string.Join("; ", stage.Script.AssistanceAnswers.Select(answer => $"{answer.Department}: {answer.Answer}"));
    }

    private static void Compare(ScriptCase script, string after, Decision decision)
    {
        var expected = script.Expected.Single(expectation => expectation.After == after).Materials;
        if (expected.Count != decision.Materials.Count)
        {
            throw new StepFailedException($"{script.Key}: {decision.Materials.Count} materials instead of {expected.Count}");
        }

        foreach (var (want, got) in expected.Zip(decision.Materials))
        {
            var said = (got.MaterialCode, got.Decision.ToString().ToUpperInvariant(), got.ReasonCode);
            var ground = want.Ground ?? "NONE";
            if (said != (want.Material, want.Decision, want.ReasonCode) || DecisionTable.NameOf(got.Ground) != ground)
            {
                throw new StepFailedException(
                    $"{script.Key}, {want.Material}: {said.Item2} / {said.ReasonCode} / {DecisionTable.NameOf(got.Ground)} instead of {want.Decision} / {want.ReasonCode} / {ground}");
            }
        }
    }

    private CheckRequest RequestFor(ScriptCase script) => new()
    {
        ItemCode = script.Item,
        Applicant = stage.Subject(script.Applicant),
        RelatedSubjects = { script.Related.Select(stage.Subject) },
        Use = new UseContext
        {
            CaseNumber = $"{script.CaseNumber}-{stage.Run}", Operator = script.Operator, Purpose = script.Purpose.Zh,
        },
        Promises =
        {
            script.Promises.Select(promise => new Promise { MaterialCode = promise.Material, PromiseId = promise.PromiseId }),
        },
    };
}
