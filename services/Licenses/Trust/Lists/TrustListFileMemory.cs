using System.Globalization;

namespace Licenses.Trust.Lists;

/// <summary>A file with one line: number and digest. It is replaced whole, so a crash leaves the old line or the new.</summary>
public sealed class TrustListFileMemory(string path) : ITrustListMemory
{
    public SeenTrustList? Recall()
    {
        if (!File.Exists(path))
        {
            return null;
        }

        string[] parts = File.ReadAllText(path).Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return parts is [var number, var digest]
            && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long value)
            ? new SeenTrustList(value, digest)
            : throw new InvalidDataException($"{path} does not say which trust list was seen last.");
    }

    public void Remember(SeenTrustList seen)
    {
        ArgumentNullException.ThrowIfNull(seen);
        string next = path + ".new";
        File.WriteAllText(next, $"{seen.Number.ToString(CultureInfo.InvariantCulture)} {seen.Digest}\n");
        File.Move(next, path, overwrite: true);
    }
}
