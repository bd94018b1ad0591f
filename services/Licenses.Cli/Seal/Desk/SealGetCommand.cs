using System.CommandLine;
using Licenses.V1;
using Spectre.Console;

namespace Licenses.Cli.Seal.Desk;

/// <summary><c>licenses seal get</c>: a seal of a server's desk as a file, with every step of its life.</summary>
internal static class SealGetCommand
{
    private const string Examples = """
        licenses seal get SEAL                              where it stands, and every step of its life
        licenses seal get SEAL -o police.esl                the seal itself (SESeal)
        """;

    public static Command Create(CliContext context)
    {
        var seal = new Argument<string>("SEAL") { Description = "The seal's identifier (esID)." };
        var output = new Option<string?>("--output", "-o") { Description = "Write the seal (.esl) to this file.", HelpName = "OUT" };
        var force = new Option<bool>("--force") { Description = "Write over OUT." };
        var desk = new DeskOptions();
        var command = new TaughtCommand("get", "Shows a seal of a server's desk, or writes it to a file.", Examples) { seal, output, force };
        desk.AddTo(command, writes: false);
        command.SetAction(async (result, cancellationToken) =>
        {
            var request = new GetSealRequest { SealId = result.GetRequiredValue(seal) };
            var file = await desk.AskAsync(
                result, async client => await client.GetSealAsync(request, cancellationToken: cancellationToken));
            Show(context, file, desk.IsJson(result));
            if (result.GetValue(output) is not { } target)
            {
                return ExitCode.Passed;
            }

            if (file.Encoded.IsEmpty)
            {
                context.Error.MarkupLine("[red]licenses:[/] The seal has not been made, so there is nothing to write. 印章尚未制作。");
                return ExitCode.Failed;
            }

            await WholeFile.WriteAsync(
                target, result.GetValue(force),
                stream => stream.WriteAsync(file.Encoded.Memory, cancellationToken).AsTask(), cancellationToken);
            return ExitCode.Passed;
        });
        return command;
    }

    private static void Show(CliContext context, GetSealReply file, bool json)
    {
        if (json)
        {
            context.Lines.WriteLine(Json.Line(new
            {
                Seal = SealRecordView.Row(file.Seal),
                Sha256 = Convert.ToHexStringLower(file.Sha256.Span),
                MadeAt = file.MadeAt?.ToDateTimeOffset(),
                Events = file.Events.Select(step => new
                {
                    step.Name,
                    State = step.State.ToString().ToUpperInvariant(),
                    step.Version,
                    At = step.At.ToDateTimeOffset(),
                    step.ActorCode,
                    step.Person,
                    step.Reason,
                }),
            }));
            return;
        }

        SealRecordView.Show(context, file.Seal, json: false);
        foreach (var step in file.Events)
        {
            context.Sentences.MarkupLineInterpolated(
                $"  {step.At.ToDateTimeOffset():u}  {step.Name}  {step.Person} ({step.ActorCode})  {step.Reason}");
        }
    }
}
