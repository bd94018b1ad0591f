using System.CommandLine;
using Licenses.Cli.Seal.Desk;
using Licenses.Crypto.Signatures;

namespace Licenses.Cli.Seal;

/// <summary><c>licenses seal</c>: seals one PDF with a key file, or raises the seals that it bears, without a server.</summary>
internal static class SealCommand
{
    private const string Examples = """
        licenses seal contract.pdf -o sealed.pdf --key certs-sample/seals/police.p12 --password-env SEAL_PASSWORD
                                                            an invisible seal (PAdES B-B)
        licenses seal in.pdf -o out.pdf --key k.p12 --password-file p.txt --page -1 --at 150,60
                                                            a round seal on the last page, its middle 150 mm from the
                                                            left and 60 mm from the lower edge
        licenses seal in.pdf -o out.pdf --key k.p12 --password-file p.txt --keyword 盖章 --cross-page
                                                            over a word, and in strips over all page edges (骑缝章)
        licenses seal form.pdf -o out.pdf --key k.p12 --password-file p.txt --certify form-filling
                                                            certified: forms may still be filled in, nothing else
        licenses seal in.pdf -o out.pdf --key k.p12 --password-file p.txt --level B-LTA --tsa http://tsa.example.org/ \
            --cert certs-sample/trust --crl certs-sample/crls
                                                            provable for long: timestamps, chains and revocation data
        licenses seal in.pdf -o out.pdf --key k.p12 --password-file p.txt --profile ses --seal office.esl --at 150,60
                                                            an electronic seal by GB/T 38540, shown as its own picture
        licenses seal in.pdf -o out.pdf --key certs-sample/national/sm2-police.p12 --password-env P --profile sm2-pkcs7-gm
                                                            SM2 in a message of GM/T 0010
        licenses seal sealed.pdf -o kept.pdf --upgrade LTA --tsa http://tsa.example.org/ --cert roots --crl crls
                                                            the same for a document that was sealed before; no key needed
        licenses seal sealed.pdf -o kept.pdf --upgrade LTA --tsa http://tsa.example.org/ --cert roots --sources sources.json \
            --fetch-from ocsp.example.org                   the same with what lacks fetched: from the sources of the file, and
                                                            from addresses in certificates that name an allowed host
        licenses seal make --help                           electronic seals themselves (GB/T 38540): make, show, verify,
                                                            list, get, approve, reject, freeze, unfreeze, cancel, uses;
                                                            a PDF of such a name is sealed as ./make
        cat in.pdf | licenses seal - -o - --key k.p12 --password-env P > out.pdf

        The input's bytes are the beginning of the output, unchanged: earlier seals stay valid.
        Exit codes: 0 written   2 refused   3 data for the level lacks, nothing written   5 not a document we read
                    64 bad usage   74 cannot read or write
        """;

    public static Command Create(CliContext context)
    {
        var input = new Argument<string>("in") { Description = "The PDF to seal; - reads it from standard input.", HelpName = "IN" };
        var output = new Option<string>("--output", "-o")
        {
            Description = "Where the sealed PDF goes; - is standard output.", HelpName = "OUT", Required = true,
        };
        var force = new Option<bool>("--force") { Description = "Write over OUT." };
        var json = JsonOption.Create();
        var key = new SealKeyOptions();
        var seal = new SealRequestOptions();
        var level = new LevelOptions();
        var timestamps = new TimestampOptions();
        var command = new TaughtCommand("seal", "Seals a PDF, or raises its seals, by appending revisions; works offline.", Examples)
        {
            input, output, force, json,
        };
        foreach (var subcommand in SealDeskCommands.Create(context))
        {
            command.Subcommands.Add(subcommand);
        }

        key.AddTo(command);
        seal.AddTo(command);
        level.AddTo(command);
        timestamps.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var files = new SealFiles(result.GetRequiredValue(input), result.GetRequiredValue(output), result.GetValue(force));
            files.Check();
            using var wish = level.Read(result, context.Clock);
            using var sealKey = key.Read(result);
            CheckKey(wish, sealKey);
            using var authority = timestamps.Read(result, wish.Evidence, context);
            var job = new SealJob(wish, authority, seal.ReadPassword(result), context.Clock)
            {
                Seal = sealKey is null ? null : (seal.Read(result, sealKey, context.Clock.GetUtcNow()), sealKey),
            };
            var answer = await RunAsync(context, files, job, cancellationToken);
            return new SealPrinter(context, files, sealKey?.Certificate)
            {
                Profile = job.Seal?.Request.Profile, Warning = SealPrinter.WarningOf(job.Seal?.Request),
            }.Print(answer, result.GetValue(json));
        });
        return command;
    }

    private static void CheckKey(LevelWish wish, ISealKey? key)
    {
        if (wish.IsUpgrade != key is null)
        {
            throw new UsageException(wish.IsUpgrade
                ? "--upgrade raises the seals that are there and takes no --key; for a new seal give --level."
                : "A seal needs its key: give --key P12 (or --upgrade, to raise the seals that are there).");
        }
    }

    private static async Task<SealAnswer> RunAsync(
        CliContext context, SealFiles files, SealJob job, CancellationToken cancellationToken)
    {
        using var source = await files.OpenAsync(context, cancellationToken);
        var (answer, update) = await job.RunAsync(source, cancellationToken);
        if (answer is SealAnswer.Written)
        {
            await files.WriteAsync(context, source, update, cancellationToken);
        }

        return answer;
    }
}
