using System.Text;

namespace Licenses.Pdf.Composing.Fonts;

/// <summary>Which glyph shows which character: the font's cmap table, formats 4 and 12 (OpenType 1.9, cmap).</summary>
internal sealed class CharacterMap
{
    private const int MaxGroups = 100_000;

    private readonly ushort[] _basic = new ushort[0x10000]; // one lookup for nearly every character
    private readonly Dictionary<int, ushort> _astral = [];

    private CharacterMap() { }

    public ushort this[Rune character] =>
        character.IsBmp ? _basic[character.Value] : _astral.GetValueOrDefault(character.Value);

    public static CharacterMap Decode(ReadOnlyMemory<byte> table, int glyphs)
    {
        var reader = new FontReader(table);
        var map = new CharacterMap();
        long best = -1;
        int bestRank = 0;
        int encodings = Math.Min(reader.U16(2), (ushort)64);
        for (int i = 0; i < encodings; i++)
        {
            long record = 4 + 8L * i;
            int rank = Rank(reader.U16(record), reader.U16(record + 2));
            if (rank > bestRank)
            {
                (best, bestRank) = (reader.U32(record + 4), rank);
            }
        }

        if (best < 0)
        {
            throw new FontFormatException("The font has no Unicode character map", 0);
        }

        map.DecodeSubtable(reader, best, glyphs);
        return map;
    }

    // Full Unicode before the basic plane; Windows and Unicode platforms alike.
    private static int Rank(int platform, int encoding) => (platform, encoding) switch
    {
        (3, 10) => 4,
        (0, 4 or 6) => 3,
        (3, 1) => 2,
        (0, 0 or 1 or 2 or 3) => 1,
        _ => 0,
    };

    private void DecodeSubtable(FontReader reader, long at, int glyphs)
    {
        switch (reader.U16(at))
        {
            case 4:
                DecodeFormat4(reader, at, glyphs);
                break;
            case 12:
                DecodeFormat12(reader, at, glyphs);
                break;
            default:
                throw new FontFormatException($"Character map format {reader.U16(at)} is not supported", at);
        }
    }

    private void DecodeFormat4(FontReader reader, long at, int glyphs)
    {
        int segments = reader.U16(at + 6) / 2;
        long ends = at + 14;
        long starts = ends + 2L * segments + 2;
        long deltas = starts + 2L * segments;
        long offsets = deltas + 2L * segments;
        int previousEnd = -1;
        for (int i = 0; i < segments; i++)
        {
            int start = reader.U16(starts + 2L * i);
            int end = reader.U16(ends + 2L * i);
            int delta = reader.U16(deltas + 2L * i);
            int offset = reader.U16(offsets + 2L * i);
            if (start <= previousEnd || end < start)
            {
                throw new FontFormatException("The character map's segments are out of order", starts + 2L * i);
            }

            previousEnd = end;
            for (int character = start; character <= end && character != 0xFFFF; character++)
            {
                int glyph = character;
                if (offset != 0)
                {
                    glyph = reader.U16(offsets + 2L * i + offset + 2L * (character - start));
                    if (glyph == 0)
                    {
                        continue;
                    }
                }

                Set(character, (glyph + delta) & 0xFFFF, glyphs);
            }
        }
    }

    private void DecodeFormat12(FontReader reader, long at, int glyphs)
    {
        long groups = reader.U32(at + 12);
        if (groups > MaxGroups)
        {
            throw new FontFormatException($"The character map has {groups} groups, more than {MaxGroups}", at + 12);
        }

        long previousEnd = -1;
        for (int i = 0; i < groups; i++)
        {
            long group = at + 16 + 12L * i;
            long start = reader.U32(group);
            long end = reader.U32(group + 4);
            long glyph = reader.U32(group + 8);
            if (start <= previousEnd || end < start || end > 0x10FFFF)
            {
                throw new FontFormatException("The character map's groups are out of order", group);
            }

            previousEnd = end;
            for (long character = start; character <= end && glyph < glyphs; character++, glyph++)
            {
                Set((int)character, (int)glyph, glyphs);
            }
        }
    }

    private void Set(int character, int glyph, int glyphs)
    {
        if (glyph <= 0 || glyph >= glyphs)
        {
            return;
        }

        if (character < 0x10000)
        {
            _basic[character] = (ushort)glyph;
        }
        else
        {
            _astral[character] = (ushort)glyph;
        }
    }
}
