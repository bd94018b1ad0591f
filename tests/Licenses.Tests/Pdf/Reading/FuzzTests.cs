using System.Diagnostics;
using System.Globalization;
using Licenses.Crypto;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;
using Licenses.Testing.Attacks;

namespace Licenses.Tests.Pdf.Reading;

/// <summary>
/// Any bytes give a verdict, or a <see cref="PdfFormatException"/> with a place in the file. LICENSES_FUZZ_SECONDS makes
/// the run long; LICENSES_FUZZ_SEED begins it elsewhere.
/// </summary>
public sealed class FuzzTests
{
    private const int ShortRun = 400;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Broken_documents_of_our_own_get_a_verdict()
    {
        var seeds = new List<byte[]>();
        foreach (var attack in AttackCatalog.All)
        {
            seeds.Add(await attack.Build());
        }

        Run(seeds, neverPass: false);
    }

    [Fact]
    public void Broken_documents_that_others_made_get_a_verdict() =>
        Run([.. SharedCorpus.Rows().Select(row => File.ReadAllBytes(row.Path)).Where(bytes => bytes.Length < 200_000)], neverPass: false);

    [Fact]
    public async Task A_broken_seal_never_passes_unless_the_break_is_behind_it_or_in_its_value() =>
        Run([await new SealedSample().SealAsync()], neverPass: true);

    private static void Run(List<byte[]> seeds, bool neverPass)
    {
        int seconds = Read("LICENSES_FUZZ_SECONDS", 0);
        int seed = Read("LICENSES_FUZZ_SEED", 1);
        var clock = Stopwatch.StartNew();
        for (int run = 0; seconds > 0 ? clock.Elapsed.TotalSeconds < seconds : run < ShortRun; run++, seed++)
        {
            byte[] original = seeds[seed % seeds.Count];
            byte[] broken = new Mutator(seed).Mutate(original, seeds[seed / seeds.Count % seeds.Count]);
            Inspect(broken, original, seed, neverPass);
        }
    }

    private static void Inspect(byte[] broken, byte[] original, int seed, bool neverPass)
    {
        using var limit = new CancellationTokenSource(Longest);
        try
        {
            var inspection = PdfInspector.Inspect(PdfSource.FromMemory(broken), new() { Cancellation = limit.Token });
            if (neverPass && inspection.Signatures.Any(signature => signature.Verdict == Verdict.Passed))
            {
                // What passes still holds every byte that was signed.
                int common = original.AsSpan().CommonPrefixLength(broken);
                int gap = original.AsSpan().IndexOf("/Contents <3"u8);
                Assert.True(common > gap, $"seed {seed} passes, changed at {common}");
            }
        }
        catch (PdfFormatException error)
        {
            Assert.InRange(error.Offset, 0, broken.Length + 1L);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"seed {seed} takes more than {Longest}");
        }
        catch (Exception error) when (error is not Xunit.Sdk.XunitException)
        {
            Assert.Fail($"seed {seed}: {error}");
        }
    }

    private static int Read(string variable, int byDefault) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out int value)
            ? value
            : byDefault;
}
