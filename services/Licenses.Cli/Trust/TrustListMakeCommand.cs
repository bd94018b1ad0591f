using System.CommandLine;
using Licenses.Cli.Seal;
using Licenses.Trust;
using Licenses.Trust.Lists;
using Spectre.Console;

namespace Licenses.Cli.Trust;

/// <summary><c>licenses trust list make</c>: signs a new list.</summary>
internal static class TrustListMakeCommand
{
    public static Command Create(CliContext context)
    {
        var entries = new Option<string>("--entries") { Description = "JSON file: who is trusted, for what, until when.", HelpName = "F", Required = true };
        var number = new Option<long>("--number") { Description = "Greater than the last list's.", HelpName = "N", Required = true };
        var days = new Option<double>("--days") { Description = "How long the list counts.", HelpName = "D", DefaultValueFactory = _ => 30 };
        var output = new Option<string>("--output", "-o") { Description = "Where the list goes.", HelpName = "F", Required = true };
        var key = new SealKeyOptions();
        var command = new Command("make", "Signs a trust list.") { entries, number, days, output };
        key.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            using var signer = key.Read(result) ?? throw new UsageException("--key names the PKCS#12 file to sign with.");
            var issued = DateTimeOffset.FromUnixTimeSeconds(context.Clock.GetUtcNow().ToUnixTimeSeconds());
            double lasting = result.GetValue(days);
            var list = new TrustList(
                result.GetRequiredValue(number),
                issued,
                lasting is > 0 and < 3660 ? issued.AddDays(lasting) : throw new UsageException("--days takes a number of days from 0 to 3660."),
                Read(result.GetRequiredValue(entries)));
            await File.WriteAllTextAsync(
                result.GetRequiredValue(output), await TrustListToken.SignAsync(list, signer, cancellationToken) + "\n", cancellationToken);
            context.Error.MarkupLineInterpolated($"{result.GetValue(output)}: list {list.Number}, {list.Entries.Length} entries, until {list.NextUpdate:u}");
            return ExitCode.Passed;
        });
        return command;
    }

    private static ImmutableArray<TrustListEntry> Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new UsageException($"There is no {path}.");
        }

        try
        {
            return AnchorFile.Read(path);
        }
        catch (TrustFormatException exception)
        {
            throw new UsageException(exception.Message);
        }
    }
}
