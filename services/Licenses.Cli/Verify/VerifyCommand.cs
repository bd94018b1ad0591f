using System.CommandLine;
using Licenses.Cli.Seal;
using Licenses.Cli.Seal.Desk;
using Licenses.Pdf.Syntax;
using Licenses.Trust;
using Licenses.Verification;
using Spectre.Console;

namespace Licenses.Cli.Verify;

/// <summary><c>licenses verify</c>: verifies sealed PDFs without a server.</summary>
internal static class VerifyCommand
{
    private const string Examples = """
        licenses verify license.pdf --trust certs-sample/trust --crl certs-sample/crls
                                                            may this sealed license be accepted?
        licenses verify contract.pdf --policy pades --trust roots.pem
                                                            a signed contract, whose forms may have been filled in since
        licenses verify inbox --policy crypto               every PDF below a folder: is each intact, whoever signed?
        licenses verify a.pdf b.pdf --json | jq -r '[.file, .verdict] | @tsv'
        licenses verify old.pdf --trust ca.pem --crl crls --at 2026-03-01
                                                            as it stood on a day
        licenses verify SignedValue.dat --content Signature.xml --trust roots --crl crls
                                                            a signature by an electronic seal (GB/T 38540), each step
        licenses verify changed.pdf --extract-revision 1 -o signed.pdf
                                                            the document as its first signer saw it

        licenses verify license.pdf --trust certs-sample/trust --sources sources.json
                                                            asks the named sources whether anybody's certificate is revoked,
                                                            the time-stamp authority's too

        Works offline unless --sources or --fetch-from name somebody to ask; nobody is trusted but who --trust names.
        Exit codes: 0 passed   2 failed   3 indeterminate   4 no signature   5 not a document we read   64 bad usage
        A certificate on hold: INDETERMINATE/TRY_LATER, since a hold may be lifted (EN 319 102-1, 5.2.6.4).
        Limits, named where they are reached: --time-limit; 32768 signature checks for one document, large keys counting more (WORK_LIMIT);
        RSA keys of 8192 bits and exponents of 32 (RSA_KEY_LIMIT).
        For many files the worst decides: failed, not a document, indeterminate, no signature, passed.
        """;

    public static Command Create(CliContext context)
    {
        var files = new Argument<string[]>("file")
        {
            Description = "PDF files, and folders to search for *.pdf; or electronic seals (.esl) and signatures by them (.dat).", HelpName = "FILE", Arity = ArgumentArity.OneOrMore,
        };
        var json = JsonOption.Create();
        var all = new Option<bool>("--all") { Description = "Show the checks that passed as well." };
        var jobs = new Option<int>("--jobs", "-j")
        {
            Description = "Files verified at once.", HelpName = "N", DefaultValueFactory = _ => Environment.ProcessorCount,
        };
        var patience = new Option<int>("--time-limit")
        {
            Description = "Seconds for one file; what takes longer is INDETERMINATE.", HelpName = "SECONDS", DefaultValueFactory = _ => 60,
        };
        var revision = new Option<int?>("--extract-revision")
        {
            Description = "Write the document as of this revision (from 1) to --output, and verify nothing.", HelpName = "N",
        };
        var output = new Option<string?>("--output", "-o") { Description = "Where the revision goes.", HelpName = "F" };
        var content = SealVerifyCommand.ContentOption();
        var request = new VerifyRequestOptions();
        var online = new SourcesOptions("Whom to ask whether certificates are revoked, of PDF documents");
        var command = new TaughtCommand("verify", "Verifies sealed and signed PDFs; works offline.", Examples)
        {
            files, json, all, jobs, patience, revision, output, content,
        };
        request.AddTo(command);
        online.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var named = FileList.Of(result.GetRequiredValue(files));
            var asked = await request.ReadAsync(
                result, context.Clock.GetUtcNow(),
                why => context.Error.MarkupLineInterpolated($"[yellow]licenses:[/] {why} Nobody is trusted by it. 信任列表不可用。"), cancellationToken);
            if (result.GetValue(revision) is { } number)
            {
                return await ExtractAsync(context, named, asked.Password, number, result.GetValue(output), cancellationToken);
            }

            int seconds = Positive(result.GetValue(patience), "--time-limit");
            using var sources = online.Read(result, context.Clock);
            var verifier = new FileVerifier(asked, TimeSpan.FromSeconds(seconds))
            {
                Content = SealVerifyCommand.ExistingFile(result.GetValue(content)),
                Inquire = Inquirer(sources, asked.Trust.With(asked.Algorithms), context.Clock),
            };
            var answers = verifier.VerifyAsync(named, Positive(result.GetValue(jobs), "--jobs"), cancellationToken);
            return result.GetValue(json)
                ? await WriteAsync(context, answers, named.Count)
                : await PrintAsync(context, answers, new AnswerPrinter(context.Sentences, result.GetValue(all)), named.Count);
        });
        return command;
    }

    /// <summary>What makes the questions of one document; null: nobody is asked.</summary>
    private static Func<OnlineRevocations>? Inquirer(OnlineSources? sources, TrustStore trust, TimeProvider clock)
    {
        if (sources is null)
        {
            return null;
        }

        var source = sources.Revocations(new CurrentTrust(trust, clock)); // shared: what one document asked, the next one knows
        return () => new OnlineRevocations(source, clock);
    }

    private static async Task<int> WriteAsync(CliContext context, IAsyncEnumerable<FileAnswer> answers, int count)
    {
        var worst = new WorstAnswer();
        var progress = new VerifyProgress(context, count);
        await foreach (var answer in answers)
        {
            worst.Take(answer);
            await context.Lines.WriteLineAsync(AnswerJson.Line(answer));
            progress.Step();
        }

        return worst.ExitCode;
    }

    private static async Task<int> PrintAsync(
        CliContext context, IAsyncEnumerable<FileAnswer> answers, AnswerPrinter printer, int count)
    {
        var worst = new WorstAnswer();
        var progress = new VerifyProgress(context, count);
        await foreach (var answer in answers)
        {
            worst.Take(answer);
            printer.Print(answer);
            progress.Step();
        }

        if (count > 1)
        {
            printer.PrintSum(worst.Verdicts);
        }

        return worst.ExitCode;
    }

    private static async Task<int> ExtractAsync(
        CliContext context, IReadOnlyList<string> files, string? password, int number, string? output, CancellationToken cancellationToken)
    {
        if (files.Count != 1 || output is null)
        {
            throw new UsageException("--extract-revision takes one file, and --output says where the revision goes.");
        }

        if (Path.GetFullPath(files[0]) == Path.GetFullPath(output))
        {
            throw new UsageException("--output is the document itself.");
        }

        try
        {
            long length = await RevisionExtractor.ExtractAsync(files[0], password, number, output, cancellationToken);
            context.Error.MarkupLineInterpolated($"{output}: revision {number}, {length} bytes");
            return ExitCode.Passed;
        }
        catch (PdfFormatException exception)
        {
            context.Error.MarkupLineInterpolated($"[red]licenses:[/] {files[0]} is not a PDF that we read: {exception.Message}");
            return ExitCode.NotADocument;
        }
    }

    private static int Positive(int value, string option) =>
        value > 0 ? value : throw new UsageException($"{option} takes a number from 1, not {value}.");

    private sealed class WorstAnswer
    {
        private readonly List<DocumentVerdict> _verdicts = [];
        private FileAnswer? _worst;

        public int ExitCode => _worst?.ExitCode ?? Cli.ExitCode.Indeterminate;

        public IReadOnlyCollection<DocumentVerdict> Verdicts => _verdicts;

        public void Take(FileAnswer answer)
        {
            _verdicts.Add(answer.Verdict);
            _worst = _worst is { } worst && worst.Badness >= answer.Badness ? worst : answer;
        }
    }
}
