using System.CommandLine;
using Licenses.V1;
using Spectre.Console;

namespace Licenses.Cli.Remote;

/// <summary><c>licenses check</c>: which materials of a case need not be submitted?</summary>
internal static class CheckCommand
{
    private const string Examples = """
        licenses check primary-school-enrolment --person NUMBER --case 2026-0001 --operator window7 --purpose 入学
        licenses check ITEM --person NUMBER --related-person CHILD --promise MATERIAL=PROMISE-ID --case …

        Exit codes: 0 every material is exempt   2 something must be submitted   3 something cannot be told now
        """;

    public static Command Create(CliContext context)
    {
        var item = new Argument<string>("ITEM") { Description = "Code of the service item." };
        var caseNumber = Required("--case", "Case number of the accepting system.", "NUMBER");
        var operatorName = Required("--operator", "Account of the clerk who asks.", "NAME");
        var purpose = Required("--purpose", "What the licenses are used for (用证事由).", "TEXT");
        var related = new Option<string[]>("--related-person")
        {
            Description = "Citizen number of a further subject; may be repeated.", HelpName = "NUMBER", DefaultValueFactory = _ => [],
        };
        var promise = new Option<string[]>("--promise")
        {
            Description = "A signed promise; may be repeated.", HelpName = "MATERIAL=ID", DefaultValueFactory = _ => [],
        };
        var json = JsonOption.Create();
        var subject = new SubjectOptions();
        var server = new ServerOptions();
        var command = new TaughtCommand("check", "Tells which materials of a case need not be submitted (两个免于提交).", Examples)
        {
            item, caseNumber, operatorName, purpose, related, promise, json,
        };
        subject.AddTo(command);
        server.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var request = new CheckRequest
            {
                ItemCode = result.GetRequiredValue(item),
                Applicant = subject.Read(result),
                Use = new UseContext
                {
                    CaseNumber = result.GetRequiredValue(caseNumber),
                    Operator = result.GetRequiredValue(operatorName),
                    Purpose = result.GetRequiredValue(purpose),
                },
                RelatedSubjects =
                {
                    result.GetRequiredValue(related).Select(code => new V1.Subject { Kind = V1.SubjectKind.Person, Code = code }),
                },
                Promises = { result.GetRequiredValue(promise).Select(ReadPromise) },
            };
            using var connection = server.Connect(result);
            var client = new ExemptionService.ExemptionServiceClient(connection.Channel);
            var decision = await client.CheckAsync(request, cancellationToken: cancellationToken);
            DecisionTable.Show(context, decision, result.GetValue(json));
            return decision.UndeterminedCount > 0 ? ExitCode.Indeterminate
                : decision.SubmitCount > 0 ? ExitCode.Failed
                : ExitCode.Passed;
        });
        return command;
    }

    private static Option<string> Required(string name, string description, string help) =>
        new(name) { Description = description, HelpName = help, Required = true };

    private static Promise ReadPromise(string pair)
    {
        int at = pair.IndexOf('=', StringComparison.Ordinal);
        return at > 0
            ? new Promise { MaterialCode = pair[..at], PromiseId = pair[(at + 1)..] }
            : throw new UsageException($"--promise {pair}: expected MATERIAL=ID");
    }
}
