using System.Diagnostics;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;
using Licenses.Testing.Attacks;

namespace Licenses.Tests.Pdf.Reading;

/// <summary>
/// Any bytes give a verdict, or a <see cref="PdfFormatException"/> with a place in the file; and whatever is said to be
/// intact is what was signed. `tests/run.sh --fuzz SECONDS` makes the run long; LICENSES_FUZZ_SEED begins it elsewhere.
/// </summary>
public sealed class FuzzTests
{
    private const int ShortRun = 1500;
    private const int LargestOfShortRun = 200_000;
    private const int Largest = 4_000_000;
    private const int MostWhiteTail = 1024;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Broken_documents_of_our_own_get_a_verdict()
    {
        var seeds = new List<byte[]>();
        // A seal whose end was cut off may get it back by chance.
        foreach (var attack in AttackCatalog.All.Where(attack => attack.Name != "cut-by-one-byte"))
        {
            seeds.Add(await attack.Build());
        }

        Run(seeds);
    }

    [Fact]
    public void Broken_documents_that_others_made_get_a_verdict()
    {
        int largest = FuzzRun.IsLong ? Largest : LargestOfShortRun;
        Run([.. SharedCorpus.Rows().Select(row => File.ReadAllBytes(row.Path)).Where(bytes => bytes.Length < largest)]);
    }

    [Fact]
    public async Task A_broken_seal_is_never_intact_unless_the_break_is_behind_it_or_in_its_value() =>
        Run([await new SealedSample().SealAsync()]);

    [Fact]
    public async Task A_broken_national_seal_is_never_intact_unless_the_break_is_behind_it_or_in_its_value() => Run(
    [
        await SesAttacks.Sample(new RawSes()).SealAsync(),
        await AttackCatalog.Find("national-message").Build(),
        await AttackCatalog.Find("seal-of-2014").Build(),
    ]);

    private static void Run(List<byte[]> seeds)
    {
        FuzzRun.Repeat(ShortRun, seed =>
        {
            byte[] original = seeds[seed % seeds.Count];
            byte[] other = seeds[seed / seeds.Count % seeds.Count];
            byte[] broken = new Mutator(seed).Mutate(original, other);
            var watch = Stopwatch.StartNew();
            foreach (var signature in Inspect(broken, seed).Where(signature => signature.Intact))
            {
                AssertSound(signature, broken, [original, other], seed);
            }

            Assert.True(watch.Elapsed < Longest, $"seed {seed} takes {watch.Elapsed}");
        });
    }

    /// <summary>What is intact was signed, byte for byte; and what covers the whole file leaves nothing but blanks.</summary>
    private static void AssertSound(InspectedSignature signature, byte[] document, byte[][] sources, int seed)
    {
        var range = signature.Covered!.Value;
        Assert.True(Array.Exists(sources, source => Holds(source, document, range)), $"seed {seed}: intact, and nobody signed it");
        var rest = document.AsSpan((int)range.End);
        Assert.True(!signature.CoversWholeFile || rest.Length <= MostWhiteTail && rest.TrimStart("\0\t\n\f\r "u8).IsEmpty,
            $"seed {seed}: more follows than blanks");
    }

    private static IEnumerable<InspectedSignature> Inspect(byte[] document, int seed)
    {
        using var limit = new CancellationTokenSource(Longest);
        try
        {
            var options = new PdfInspectionOptions { Policy = InspectionPolicy.Pades, Cancellation = limit.Token };
            return PdfInspector.Inspect(PdfSource.FromMemory(document), options).Signatures;
        }
        catch (PdfFormatException error)
        {
            Assert.InRange(error.Offset, 0, document.Length + 1L);
            return [];
        }
        catch (OperationCanceledException)
        {
            throw new InvalidOperationException($"seed {seed} takes more than {Longest}");
        }
        catch (Exception error) when (error is not Xunit.Sdk.XunitException)
        {
            throw new InvalidOperationException($"seed {seed}: {error.Message}", error);
        }
    }

    private static bool Holds(byte[] source, byte[] document, ByteRange range) =>
        source.Length >= range.End
        && source.AsSpan(0, (int)range.GapStart).SequenceEqual(document.AsSpan(0, (int)range.GapStart))
        && source.AsSpan((int)range.GapEnd..(int)range.End).SequenceEqual(document.AsSpan((int)range.GapEnd..(int)range.End));
}
