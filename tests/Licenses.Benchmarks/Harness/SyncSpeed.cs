using System.Diagnostics;

namespace Licenses.Benchmarks.Harness;

/// <summary>How many small writes, each synced to the disk, a second allows: what bounds a lone caller of a durable store.</summary>
internal static class SyncSpeed
{
    private const int PageLength = 4096;

    public static double PerSecond(Run run)
    {
        var page = new byte[PageLength];
        using var file = File.OpenHandle(
            Path.Combine(run.Folder.FullName, "sync.bin"), FileMode.Create, FileAccess.Write, FileShare.None);
        long start = Stopwatch.GetTimestamp();
        int writes = 0;
        while (Stopwatch.GetElapsedTime(start) < run.Period / 4)
        {
            RandomAccess.Write(file, page, (long)writes * PageLength);
            RandomAccess.FlushToDisk(file);
            writes++;
        }

        return writes / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
