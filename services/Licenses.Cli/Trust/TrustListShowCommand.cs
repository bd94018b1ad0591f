using System.CommandLine;
using Licenses.Trust;
using Licenses.Trust.Lists;
using Spectre.Console;

namespace Licenses.Cli.Trust;

/// <summary><c>licenses trust list show</c>: what a list says, without believing it.</summary>
internal static class TrustListShowCommand
{
    public static Command Create(CliContext context)
    {
        var file = new Argument<string>("file") { Description = "A signed trust list.", HelpName = "FILE" };
        var json = JsonOption.Create();
        var command = new Command("show", "Shows what a trust list says; nothing is verified.") { file, json };
        command.SetAction(result =>
        {
            var token = Parse(ReadText(result.GetRequiredValue(file)));
            if (result.GetValue(json))
            {
                context.Lines.WriteLine(System.Text.Encoding.UTF8.GetString(TrustListJson.Encode(token.List)));
            }
            else
            {
                Print(context, token.List);
            }

            return ExitCode.Passed;
        });
        return command;
    }

    internal static string ReadText(string path) =>
        File.Exists(path) ? File.ReadAllText(path) : throw new UsageException($"There is no {path}.");

    internal static void Print(CliContext context, TrustList list)
    {
        context.Sentences.MarkupLineInterpolated($"list {list.Number}, issued {list.Issued:u}, next update {list.NextUpdate:u}");
        foreach (var entry in list.Entries)
        {
            context.Sentences.MarkupLineInterpolated($"  {entry.Certificate.Subject}");
            context.Sentences.MarkupLineInterpolated(
                $"    {string.Join(", ", PurposeNames.Of(entry.Purposes))}; {entry.ToAnchor().Start:u} to {entry.ToAnchor().End:u}");
            foreach (var (language, name) in entry.Names)
            {
                context.Sentences.MarkupLineInterpolated($"    {language}: {name}");
            }
        }
    }

    private static TrustListToken Parse(string text)
    {
        try
        {
            return TrustListToken.Parse(text);
        }
        catch (TrustListFormatException exception)
        {
            throw new UsageException(exception.Message);
        }
    }
}
