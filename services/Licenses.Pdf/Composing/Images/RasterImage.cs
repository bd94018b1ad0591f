using Licenses.Pdf.Syntax;
using static Licenses.Pdf.Composing.PdfObjects;

namespace Licenses.Pdf.Composing.Images;

/// <summary>Pixels as 8-bit samples, grey or RGB, with a mask where some are transparent; compressed once.</summary>
internal abstract class RasterImage : ImageFile
{
    private const byte HalfSeen = 128;

    private readonly EncodedStream _colors;
    private readonly EncodedStream? _alpha;
    private readonly Lazy<(EncodedStream Colors, EncodedStream Mask)>? _stencilled; // keeps the pixels, so only where needed

    private protected RasterImage(Samples samples)
        : base(samples.Width, samples.Height)
    {
        IsGrey = samples.IsGrey;
        _colors = EncodedStream.Deflated(samples.Colors);
        var alpha = samples.Alpha is { } given && given.AsSpan().ContainsAnyExcept((byte)255) ? given : null;
        _alpha = alpha is null ? null : EncodedStream.Deflated(alpha);
        _stencilled = alpha is null ? null : new(() => Stencil(samples, alpha));
    }

    public override bool IsGrey { get; }

    public override bool IsTransparent => _alpha is not null;

    public override PdfReference Write(IObjectTarget file, bool mayBlend = true)
    {
        if (_stencilled is null || mayBlend)
        {
            PdfReference? soft = _alpha is null ? null : file.AddStream(Describe(8, ("ColorSpace", Name("DeviceGray"))), _alpha);
            return file.AddStream(Describe(8, ("ColorSpace", Space()), ("SMask", soft)), _colors);
        }

        var (colors, pixels) = _stencilled.Value;
        var mask = file.AddStream(Describe(1, ("ImageMask", PdfBoolean.True)), pixels);
        return file.AddStream(Describe(8, ("ColorSpace", Space()), ("Mask", mask)), colors);
    }

    private PdfName Space() => Name(IsGrey ? "DeviceGray" : "DeviceRGB");

    private PdfDictionary Describe(int bits, params ReadOnlySpan<(string Key, PdfObject? Value)> further) => Dictionary(
    [
        ("Type", Name("XObject")),
        ("Subtype", Name("Image")),
        ("Width", Integer(Width)),
        ("Height", Integer(Height)),
        ("BitsPerComponent", Integer(bits)),
        .. further,
    ]);

    // What is half seen or more stays, as it would look on white; the rest goes (ISO 32000-2, 8.9.6.3: 1 is masked out).
    private static (EncodedStream Colors, EncodedStream Mask) Stencil(Samples samples, byte[] alpha)
    {
        int channels = samples.IsGrey ? 1 : 3;
        var colors = new byte[samples.Colors.Length];
        for (int i = 0; i < colors.Length; i++)
        {
            int seen = alpha[i / channels];
            colors[i] = (byte)((samples.Colors[i] * seen + 255 * (255 - seen)) / 255);
        }

        int stride = (samples.Width + 7) / 8;
        var mask = new byte[stride * samples.Height];
        for (int i = 0; i < alpha.Length; i++)
        {
            int x = i % samples.Width;
            if (alpha[i] < HalfSeen)
            {
                mask[i / samples.Width * stride + x / 8] |= (byte)(0x80 >> x % 8);
            }
        }

        return (EncodedStream.Deflated(colors), EncodedStream.Deflated(mask));
    }

    private protected sealed record Samples(int Width, int Height, bool IsGrey, byte[] Colors, byte[]? Alpha);
}
