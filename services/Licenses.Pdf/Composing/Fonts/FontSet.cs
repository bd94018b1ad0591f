using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Licenses.Pdf.Composing.Fonts;

/// <summary>
/// Fonts in order of preference; each character is served by the first that has it, so that Latin and Chinese may
/// come from different files. Immutable, shared by all documents.
/// </summary>
public sealed class FontSet
{
    // Shown for a character that no font has: the geta mark, as printers use it, else what any font has.
    private static readonly ImmutableArray<Rune> Substitutes = [new('〓'), new('□'), new('?')];

    private readonly ConcurrentDictionary<Rune, FontGlyph> _glyphs = new();

    private FontSet(ImmutableArray<FontFile> fonts) => Fonts = fonts;

    public ImmutableArray<FontFile> Fonts { get; }

    /// <summary>A set of fonts that are already read, the preferred one first.</summary>
    public static FontSet Of(params ReadOnlySpan<FontFile> fonts) => fonts.IsEmpty
        ? throw new ArgumentException("At least one font is needed.", nameof(fonts))
        : new FontSet([.. fonts]);

    /// <summary>Reads the configured files. Throws <see cref="FontNotFoundException"/> that says what to install.</summary>
    public static FontSet Load(FontSetOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var latin = LoadFirst(options.Latin, new Rune('A'), "Latin", "fonts-dejavu-core");
        var chinese = LoadFirst(options.Chinese, new Rune('证'), "Chinese", "fonts-droid-fallback");
        return Of(latin, chinese);
    }

    /// <summary>True where some font of the set shows this very character.</summary>
    public bool Has(Rune character) => Fonts.Any(font => font.GlyphOf(character) != 0);

    internal FontGlyph Find(Rune character) => _glyphs.GetOrAdd(character, static (rune, fonts) =>
        Search(rune, fonts) ?? Substitutes.Select(other => Search(other, fonts)).FirstOrDefault(found => found is not null)
        ?? throw new FontNotFoundException($"No font shows U+{rune.Value:X4}, nor a mark to stand for it."), Fonts);

    /// <summary>The width of a line of text, in the unit of <paramref name="size"/>.</summary>
    internal double WidthOf(string text, double size)
    {
        double thousandths = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            thousandths += Find(rune).Advance;
        }

        return thousandths * size / 1000;
    }

    private static FontGlyph? Search(Rune character, ImmutableArray<FontFile> fonts)
    {
        for (int i = 0; i < fonts.Length; i++)
        {
            ushort glyph = fonts[i].GlyphOf(character);
            if (glyph != 0)
            {
                return new FontGlyph(i, glyph, fonts[i].AdvanceOf(glyph), character);
            }
        }

        return null;
    }

    private static FontFile LoadFirst(ImmutableArray<string> paths, Rune probe, string script, string package)
    {
        foreach (var path in paths)
        {
            var (file, face) = SplitFace(path);
            if (File.Exists(file) && FontFile.Parse(File.ReadAllBytes(file), face) is var font && font.GlyphOf(probe) != 0)
            {
                return font;
            }
        }

        throw new FontNotFoundException(
            $"No font with {script} glyphs was found; on Debian install the package {package}. "
            + $"Looked for: {string.Join(", ", paths)}.");
    }

    private static (string File, int Face) SplitFace(string path)
    {
        int mark = path.LastIndexOf('#');
        return mark > 0 && int.TryParse(path.AsSpan(mark + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int face)
            ? (path[..mark], face)
            : (path, 0);
    }
}
