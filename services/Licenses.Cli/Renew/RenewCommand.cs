using System.CommandLine;
using Licenses.Cli.Seal;
using Licenses.Cli.Verify;

namespace Licenses.Cli.Renew;

/// <summary><c>licenses renew</c>: keeps an archive of sealed documents provable, run every night by a timer.</summary>
internal static class RenewCommand
{
    private const int MostDays = 36_500;

    private const string Examples = """
        licenses renew archive --cert roots                 which documents' last timestamp nears its end? (changes nothing)
        licenses renew archive --within 120 --tsa http://tsa.example.org/ --cert certs-sample/trust --crl certs-sample/crls
                                                            sets a further document timestamp on those, with the data that
                                                            the ones before need
        15 2 * * *  licenses renew /srv/archive --tsa http://tsa.example.org/ --cert roots --sources sources.json --json >> renew.log
                                                            as a nightly job that fetches the data itself

        With --sources or --fetch-from, documents whose timestamps hold also get status data that is newer than these: only such
        data still counts in later years.
        Each document is replaced by a copy with the update behind it, as a whole or not at all.
        "kept until" is what "verify" will honour: it is asked about the years to come, by the roots and what the document holds,
        taking it that issuers go on answering about certificates that have not ended. "unproven": it does not pass even now.
        A seal without a timestamp cannot be kept at all: it is told as "unstamped", and with --require-timestamp it counts as still
        due. Use it where every document of the archive is to outlive its seal's certificate.
        Exit codes: 0 all in order   2 some can no longer be renewed, or are damaged   3 some are still due or unproven
                    (with --require-timestamp: or unstamped)
                    5 some are not documents we read   64 bad usage   74 cannot read or write
        """;

    // The worst first: what is lost weighs more than what can still be done.
    private static readonly int[] Worst = [ExitCode.Failed, ExitCode.Indeterminate, ExitCode.NotADocument, ExitCode.Passed];

    public static Command Create(CliContext context)
    {
        var files = new Argument<string[]>("file")
        {
            Description = "PDF files, and folders to search for *.pdf.", HelpName = "FILE", Arity = ArgumentArity.OneOrMore,
        };
        var within = new Option<int>("--within")
        {
            Description = "A timestamp is due so many days before its end.", HelpName = "DAYS", DefaultValueFactory = _ => 90,
        };
        var required = new Option<bool>("--require-timestamp") { Description = "Seals without a timestamp count as still due: exit code 3." };
        var json = JsonOption.Create();
        var timestamps = new TimestampOptions();
        var evidence = new EvidenceOptions();
        var algorithms = new AlgorithmsOption();
        var command = new TaughtCommand(
            "renew", "Finds sealed documents whose last timestamp nears its end, and sets the next one.", Examples)
        {
            files, within, required, json,
        };
        timestamps.AddTo(command);
        evidence.AddTo(command);
        algorithms.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var days = result.GetValue(within) is var asked and >= 0 and <= MostDays
                ? asked
                : throw new UsageException($"--within takes days from 0 to {MostDays}.");
            var named = FileList.Of(result.GetRequiredValue(files));
            using var data = evidence.Read(result, context.Clock).By(algorithms.Read(result));
            if (data.AtHand.Anchors.IsEmpty)
            {
                throw new UsageException("--cert names no root certificate: without one nobody can tell whose timestamps count.");
            }

            using var authority = timestamps.Read(result, data, context);
            var job = new RenewJob(TimeSpan.FromDays(days), data, authority, context.Clock) { RequireTimestamp = result.GetValue(required) };
            return await RunAsync(job, named, new RenewPrinter(context, result.GetValue(json)), cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        RenewJob job, IReadOnlyList<string> files, RenewPrinter printer, CancellationToken cancellationToken)
    {
        var codes = new HashSet<int> { ExitCode.Passed };
        foreach (var file in files)
        {
            var answer = await job.RunAsync(file, cancellationToken);
            printer.Print(answer);
            codes.Add(answer.ExitCode);
        }

        printer.PrintSum(files.Count);
        return Array.Find(Worst, codes.Contains);
    }
}
