using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using Licenses.Crypto.Signatures;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;

namespace Licenses.Tests.Pdf.Reading;

/// <summary>All digests of a file in one pass: the same as one by one, at a cost that does not grow with their number.</summary>
public sealed class DigestPlanTests
{
    private const int FileLength = 1_000_000;

    private static readonly HashAlgorithmName[] Algorithms =
        [HashAlgorithmName.SHA256, HashAlgorithmName.SHA512, HashAlgorithmName.SHA1, DigestAlgorithms.Shake256, DigestAlgorithms.Sm3Name];

    private static readonly byte[] Bytes = RandomNumberGenerator.GetBytes(FileLength);

    [Fact]
    public void Digests_of_any_ranges_are_those_computed_one_by_one()
    {
        var place = Gen.Choose(0, 5_000);
        var range =
            from one in place
            from other in place
            from third in place
            from algorithm in Gen.Elements(Algorithms)
            select (Range: Ordered(one, other, third), Algorithm: algorithm);

        Prop.ForAll(range.ListOf().ToArbitrary(), Gen.Elements(true, false).ToArbitrary(), (wanted, isInMemory) =>
        {
            using var source = isInMemory ? PdfSource.FromMemory(Bytes) : new CountingSource(Bytes);
            var plan = new DigestPlan(source, CancellationToken.None);
            foreach (var (one, algorithm) in wanted)
            {
                plan.Add(one, algorithm);
            }

            plan.Run();

            foreach (var (one, algorithm) in wanted)
            {
                Assert.Equal(Expected(one, algorithm), plan.Find(one, algorithm));
            }
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(2)]
    [InlineData(20)]
    [InlineData(200)]
    public void Signatures_that_follow_one_another_cost_one_reading_and_two_files_of_digesting_at_most(int count)
    {
        using var source = new CountingSource(Bytes);
        var plan = new DigestPlan(source, CancellationToken.None);
        int each = FileLength / count;
        var ranges = Enumerable.Range(0, count)
            .Select(i => new ByteRange(i * each + each / 2, i * each + each / 2 + 100, (i + 1) * each)).ToList();

        ranges.ForEach(range => plan.Add(range, HashAlgorithmName.SHA256));
        plan.Run();

        Assert.All(ranges, range => Assert.Equal(Expected(range, HashAlgorithmName.SHA256), plan.Find(range, HashAlgorithmName.SHA256)));
        Assert.InRange(source.Streamed, 0, FileLength);
        Assert.InRange(plan.Digested, FileLength / 2, 2 * FileLength);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(1000)]
    public void Ranges_that_all_overlap_cost_no_more_however_many_they_are(int count)
    {
        using var source = new CountingSource(Bytes);
        var plan = new DigestPlan(source, CancellationToken.None);
        var ranges = Enumerable.Range(1, count).Select(i => new ByteRange(i * 10, i * 10 + 5, FileLength - i)).ToList();

        ranges.ForEach(range => plan.Add(range, HashAlgorithmName.SHA256));
        plan.Run();
        var found = ranges.ConvertAll(range => plan.Find(range, HashAlgorithmName.SHA256));
        ranges.ForEach(range => plan.Find(range, HashAlgorithmName.SHA384));

        Assert.InRange(plan.Digested, 0, 20L * FileLength);
        Assert.NotNull(found[0]);
        Assert.Null(found[^1]);
    }

    [Fact]
    public void Signers_whose_digest_begins_with_their_own_prefix_cost_no_more_however_many_they_are()
    {
        using var source = new CountingSource(Bytes[..100_000]);
        var plan = new DigestPlan(source, CancellationToken.None);
        var wanted = Enumerable.Range(0, 200)
            .Select(i => (Range: new ByteRange(50_000 + 200 * i, 50_000 + 200 * i + 100, 50_000 + 200 * (i + 1)), Algorithm: DigestAlgorithms.Sm3After([(byte)i])))
            .ToList();

        wanted.ForEach(item => plan.Add(item.Range, item.Algorithm));
        plan.Run();

        Assert.InRange(plan.Digested, 0, 30L * source.Length);
        Assert.Equal(Expected(wanted[0].Range, wanted[0].Algorithm), plan.Find(wanted[0].Range, wanted[0].Algorithm));
        Assert.Null(plan.Find(wanted[^1].Range, wanted[^1].Algorithm));
    }

    [Fact]
    public void A_file_that_got_shorter_gives_no_digest()
    {
        using var source = new CountingSource(Bytes[..1000]);
        var plan = new DigestPlan(source, CancellationToken.None);
        plan.Add(new(10, 20, 500), HashAlgorithmName.SHA256);
        plan.Add(new(600, 700, 1001), HashAlgorithmName.SHA256);

        plan.Run();

        Assert.NotNull(plan.Find(new(10, 20, 500), HashAlgorithmName.SHA256));
        Assert.Null(plan.Find(new(600, 700, 1001), HashAlgorithmName.SHA256));
    }

    [Fact]
    public void A_digest_that_nobody_knows_is_none()
    {
        using var source = PdfSource.FromMemory(Bytes);

        Assert.Null(new DigestPlan(source, CancellationToken.None).Find(new(10, 20, 500), new HashAlgorithmName("NONE")));
    }

    [Fact]
    public void A_caller_who_gave_up_is_heard()
    {
        using var source = new CountingSource(Bytes);
        using var stop = new CancellationTokenSource();
        var plan = new DigestPlan(source, stop.Token);
        plan.Add(new(10, 20, FileLength), HashAlgorithmName.SHA256);
        stop.Cancel();

        Assert.Throws<OperationCanceledException>(plan.Run);
    }

    private static ByteRange Ordered(int one, int other, int third)
    {
        int[] places = [one, other, third];
        Array.Sort(places);
        return new(places[0], places[1], places[2] + 1);
    }

    private static byte[] Expected(ByteRange range, HashAlgorithmName algorithm) => DigestAlgorithms.TryHash(
        algorithm, [.. Bytes.AsSpan(0, (int)range.GapStart), .. Bytes.AsSpan((int)range.GapEnd, (int)(range.End - range.GapEnd))])!;
}
