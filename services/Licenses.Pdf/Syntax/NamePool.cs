using System.Text;

namespace Licenses.Pdf.Syntax;

/// <summary>Names come again and again: short ones are made once. Races lose an entry at worst.</summary>
internal static class NamePool
{
    private const int Longest = 24;

    private static readonly string?[] Slots = new string?[4096];

    public static string Get(ReadOnlySpan<byte> raw)
    {
        if (raw.Length - 1 is 0 or > Longest || raw.IndexOf((byte)'#') >= 0)
        {
            return StringText.DecodeName(raw);
        }

        var text = raw[1..];
        ref string? slot = ref Slots[Hash(text)];
        string? known = slot;
        if (known is null || known.Length != text.Length || !Matches(known, text))
        {
            slot = known = Encoding.Latin1.GetString(text);
        }

        return known;
    }

    private static int Hash(ReadOnlySpan<byte> text)
    {
        uint hash = 2166136261;
        foreach (byte value in text)
        {
            hash = unchecked((hash ^ value) * 16777619);
        }

        return (int)((hash ^ hash >> 15) & 4095);
    }

    private static bool Matches(string known, ReadOnlySpan<byte> text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (known[i] != text[i])
            {
                return false;
            }
        }

        return true;
    }
}
