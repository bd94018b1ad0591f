using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Licenses.Trust.Lists;

/// <summary>
/// A file with one line: number and digest. It is replaced whole, so a crash leaves the old line or the new; and while one
/// process compares and replaces, a lock file beside it keeps the others waiting. Nothing is written, and no lock taken,
/// for a list that was seen already.
/// </summary>
public sealed class TrustListFileMemory(string path) : ITrustListMemory
{
    private const int MostTries = 400;
    private const int FirstWait = 2; // milliseconds
    private const int LongestWait = 40;

    public SeenTrustList? WhatForbids(SeenTrustList offered)
    {
        ArgumentNullException.ThrowIfNull(offered);
        return Recall() is { } known && known != offered && known.Forbids(offered) ? known : null;
    }

    public async ValueTask<SeenTrustList?> AdvanceAsync(SeenTrustList offered, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(offered);
        if (Recall() is { } known && (known == offered || known.Forbids(offered)))
        {
            return known == offered ? null : known;
        }

        using (await LockAsync(cancellationToken))
        {
            var seen = Recall(); // another process may have been here
            if (seen?.Forbids(offered) == true)
            {
                return seen;
            }

            if (seen != offered)
            {
                Replace(offered);
            }

            return null;
        }
    }

    private SeenTrustList? Recall()
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (FileNotFoundException)
        {
            return null;
        }

        string[] parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return parts is [var number, var digest]
            && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long value)
            ? new SeenTrustList(value, digest)
            : throw new InvalidDataException($"{path} does not say which trust list was seen last.");
    }

    private void Replace(SeenTrustList seen)
    {
        string next = $"{path}.{RandomNumberGenerator.GetHexString(8, lowercase: true)}.new";
        try
        {
            using (var file = new FileStream(next, FileMode.CreateNew, FileAccess.Write))
            {
                file.Write(Encoding.ASCII.GetBytes($"{seen.Number.ToString(CultureInfo.InvariantCulture)} {seen.Digest}\n"));
                file.Flush(flushToDisk: true);
            }

            File.Move(next, path, overwrite: true);
        }
        finally
        {
            File.Delete(next); // nothing to do where it was moved
        }
    }

    // The lock is the open file, not its existence: it ends with its process, and the file stays for the next one.
    private async ValueTask<FileStream> LockAsync(CancellationToken cancellationToken)
    {
        string beside = path + ".lock";
        for (int i = 0; ; i++)
        {
            try
            {
                return new FileStream(beside, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (i < MostTries && File.Exists(beside))
            {
                // Somebody is at it, for a millisecond.
                await Task.Delay(RandomNumberGenerator.GetInt32(FirstWait, LongestWait), cancellationToken);
            }
        }
    }
}
