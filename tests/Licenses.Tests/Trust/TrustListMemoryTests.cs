using System.Collections.Concurrent;
using FsCheck;
using FsCheck.Fluent;
using Licenses.Tests.Cli;
using Licenses.Trust.Lists;

namespace Licenses.Tests.Trust;

/// <summary>What was seen of trust lists never goes back, however many remember it at once.</summary>
public sealed class TrustListMemoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void However_many_remember_at_once_nobody_goes_back_and_nobody_fails()
    {
        int run = 0;
        Prop.ForAll(Gen.Choose(1, 40).ArrayOf(12).ToArbitrary(), numbers =>
        {
            string path = _folder.PathTo($"seen-{run++}.txt");
            var accepted = new ConcurrentQueue<long>();
            numbers.AsParallel().WithDegreeOfParallelism(numbers.Length).ForAll(number =>
            {
                // Each its own memory over the one file, as each process has: file locks hold between open files.
                if (new TrustListFileMemory(path).Advance(new SeenTrustList(number, $"{number:X}")) is null)
                {
                    accepted.Enqueue(number);
                }
            });

            var last = new TrustListFileMemory(path);
            return accepted.Max() == numbers.Max()
                && last.Advance(new SeenTrustList(numbers.Max() - 1, "other")) is { } seen && seen.Number == numbers.Max()
                && Directory.GetFiles(_folder.PathTo("."), "*.new").Length == 0;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));
    }

    [Fact]
    public void One_who_read_an_old_memory_does_not_write_over_a_newer_one()
    {
        string path = _folder.PathTo("seen.txt");
        var accepted = new ConcurrentQueue<long>();
        Parallel.For(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 16 }, number =>
        {
            if (new TrustListFileMemory(path).Advance(new SeenTrustList(number, "x")) is null)
            {
                accepted.Enqueue(number);
                Assert.True(ReadNumber(path) >= number, "the memory went back");
            }
        });

        Assert.Equal(199, ReadNumber(path));
        Assert.Contains(199, accepted);
    }

    [Fact]
    public void A_list_that_was_seen_already_needs_no_lock_and_no_writing()
    {
        string path = _folder.PathTo("seen.txt");
        var memory = new TrustListFileMemory(path);
        Assert.Null(memory.Advance(new SeenTrustList(7, "A")));
        using var held = new FileStream(path + ".lock", FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        Assert.Null(memory.Advance(new SeenTrustList(7, "A")));
        Assert.Equal(7, memory.Advance(new SeenTrustList(6, "A"))?.Number);
        Assert.Equal(7, memory.Advance(new SeenTrustList(7, "B"))?.Number);
    }

    public void Dispose() => _folder.Dispose();

    private static long ReadNumber(string path) =>
        long.Parse(File.ReadAllText(path).Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
}
