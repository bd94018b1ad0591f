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
        Prop.ForAll(
            Gen.Choose(1, 40).Select(number => (long)number).ArrayOf(12).ToArbitrary(),
            numbers => NobodyGoesBackAsync(_folder.PathTo($"seen-{run++}.txt"), numbers))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(60));
    }

    [Fact]
    public async Task One_who_read_an_old_memory_does_not_write_over_a_newer_one()
    {
        string path = _folder.PathTo("seen.txt");
        var accepted = new ConcurrentQueue<long>();
        await Parallel.ForAsync(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Token }, async (number, token) =>
        {
            if (await new TrustListFileMemory(path).AdvanceAsync(new SeenTrustList(number, "x"), token) is null)
            {
                accepted.Enqueue(number);
                Assert.True(ReadNumber(path) >= number, "the memory went back");
            }
        });

        Assert.Equal(199, ReadNumber(path));
        Assert.Contains(199, accepted);
    }

    [Fact]
    public async Task A_list_that_was_seen_already_needs_no_lock_and_no_writing()
    {
        string path = _folder.PathTo("seen.txt");
        var memory = new TrustListFileMemory(path);
        Assert.Null(await memory.AdvanceAsync(new SeenTrustList(7, "A"), Token));
        using var held = new FileStream(path + ".lock", FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        Assert.Null(await memory.AdvanceAsync(new SeenTrustList(7, "A"), Token));
        Assert.Equal(7, (await memory.AdvanceAsync(new SeenTrustList(6, "A"), Token))?.Number);
        Assert.Equal(7, (await memory.AdvanceAsync(new SeenTrustList(7, "B"), Token))?.Number);
        Assert.Equal(7, memory.WhatForbids(new SeenTrustList(6, "A"))?.Number);
        Assert.Null(memory.WhatForbids(new SeenTrustList(8, "A")));
    }

    [Fact]
    public async Task Waiting_for_somebody_who_holds_the_memory_can_be_ended_and_leaves_it_as_it_was()
    {
        string path = _folder.PathTo("seen.txt");
        var memory = new TrustListFileMemory(path);
        Assert.Null(await memory.AdvanceAsync(new SeenTrustList(7, "A"), Token));
        using var held = new FileStream(path + ".lock", FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        using var end = new CancellationTokenSource();

        var waiting = memory.AdvanceAsync(new SeenTrustList(8, "A"), end.Token).AsTask();
        await end.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(7, ReadNumber(path));
    }

    public void Dispose() => _folder.Dispose();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private async Task<bool> NobodyGoesBackAsync(string path, long[] numbers)
    {
        var accepted = new ConcurrentQueue<long>();

        // Each its own memory over the one file, as each process has: file locks hold between open files.
        await Task.WhenAll(numbers.Select(number => Task.Run(async () =>
        {
            if (await new TrustListFileMemory(path).AdvanceAsync(new SeenTrustList(number, $"{number:X}"), Token) is null)
            {
                accepted.Enqueue(number);
            }
        })));

        return accepted.Max() == numbers.Max()
            && await new TrustListFileMemory(path).AdvanceAsync(new SeenTrustList(numbers.Max() - 1, "other"), Token) is { } seen
            && seen.Number == numbers.Max()
            && Directory.GetFiles(_folder.PathTo("."), "*.new").Length == 0;
    }

    private static long ReadNumber(string path) =>
        long.Parse(File.ReadAllText(path).Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
}
