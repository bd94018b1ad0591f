using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;

namespace Licenses.Pdf.Composing.Fonts;

/// <summary>
/// Remembers the subsets of one font by the characters they hold: licenses of a type often need the very same ones.
/// A remembered subset is byte for byte the one that would be built.
/// </summary>
internal sealed class FontProgramCache
{
    private const int MaxPrograms = 128; // of 5 to 20 KB each

    private readonly ConcurrentDictionary<string, FontProgram> _programs = new(StringComparer.Ordinal);
    private int _count;

    public FontProgram Get(List<ushort> glyphs, List<Rune> characters, EmbeddedFont font)
    {
        string key = Key(glyphs, characters);
        if (_programs.TryGetValue(key, out var known))
        {
            return known;
        }

        var built = font.BuildProgram();
        if (Interlocked.Increment(ref _count) > MaxPrograms) // forgetting all is simple, and rare enough
        {
            _programs.Clear();
            Interlocked.Exchange(ref _count, 1);
        }

        _programs[key] = built;
        return built;
    }

    private static string Key(List<ushort> glyphs, List<Rune> characters) => string.Concat(
        MemoryMarshal.Cast<ushort, char>(CollectionsMarshal.AsSpan(glyphs)),
        MemoryMarshal.Cast<Rune, char>(CollectionsMarshal.AsSpan(characters)));
}
