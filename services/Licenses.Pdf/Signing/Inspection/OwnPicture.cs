using System.IO.Compression;
using Licenses.Pdf.Composing;
using Licenses.Pdf.Composing.Seals;
using Licenses.Pdf.Document;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Signing;

/// <summary>
/// What a seal's own picture is once it is drawn: the objects that we would write for it. What other software embeds is
/// the same where it kept the pixels, or the JPEG file, as they are.
/// </summary>
internal sealed class OwnPicture : IObjectTarget
{
    private static readonly string[] WithoutMeaning = ["Type", "Name", "Length", "Filter", "DecodeParms", "Interpolate", "Group", "Resources", "BBox", "Matrix"];

    private readonly List<(PdfDictionary Dictionary, EncodedStream Stream)> _written = [];

    private OwnPicture(SealDrawing drawing)
    {
        drawing.Write(this, mayBlend: true);
        if (drawing.IsTransparent)
        {
            drawing.Write(this, mayBlend: false);
        }
    }

    public static OwnPicture Of(SealDrawing drawing) => new(drawing);

    public PdfReference Reserve() => throw new NotSupportedException("A drawing consists of streams.");

    public void Set(PdfReference reference, PdfObject value) => throw new NotSupportedException("A drawing consists of streams.");

    public PdfReference AddStream(PdfDictionary dictionary, EncodedStream stream)
    {
        _written.Add((dictionary, stream));
        return new PdfReference(_written.Count - 1, 0);
    }

    /// <summary>Whether a stream of a document is one of the picture's.</summary>
    /// <param name="document">The document as of the signed revision.</param>
    /// <param name="stream">An image, or a form of plain shapes.</param>
    public bool Has(PdfDocument document, PdfStream stream) => _written.Any(own => IsSame(own, document, stream));

    /// <summary>Whether a form's colours are those that its numbers say: nothing takes the place of RGB but what we put there.</summary>
    public bool HasColoursOf(PdfDocument document, PdfDictionary resources) =>
        document.Resolve(resources["ColorSpace"]) is not PdfDictionary spaces || !spaces.Has("DefaultRGB")
        || _written.Any(own => own.Dictionary["Resources"] is PdfDictionary { } mine && mine["ColorSpace"] is PdfDictionary ours
            && SignatureEntries.AreSame(Only(ours, "DefaultRGB"), Only(spaces, "DefaultRGB")));

    /// <summary>Whether two drawings are of the same pixels, or of the same shapes in the same size.</summary>
    public bool IsSameAs(OwnPicture other) => Images.Any()
        ? Images.Select(image => image.Stream.Bytes).SequenceEqual(other.Images.Select(image => image.Stream.Bytes), Bytes)
        : !other.Images.Any() && _written[^1].Stream.Bytes.Span.SequenceEqual(other._written[^1].Stream.Bytes.Span);

    private static IEqualityComparer<ReadOnlyMemory<byte>> Bytes => EqualityComparer<ReadOnlyMemory<byte>>.Create(
        (one, another) => one.Span.SequenceEqual(another.Span), bytes => bytes.Length);

    private IEnumerable<(PdfDictionary Dictionary, EncodedStream Stream)> Images =>
        _written.Where(own => own.Dictionary["Subtype"] is PdfName { Value: "Image" });

    private static PdfDictionary Only(PdfDictionary dictionary, string key) =>
        new([KeyValuePair.Create(key, dictionary[key] ?? PdfNull.Instance)]);

    private bool IsSame((PdfDictionary Dictionary, EncodedStream Stream) own, PdfDocument document, PdfStream stream)
    {
        var told = stream.Dictionary.Entries.Where(entry => !WithoutMeaning.Contains(entry.Key)).ToArray();
        var meant = own.Dictionary.Entries.Where(entry => !WithoutMeaning.Contains(entry.Key)).ToArray();
        if (told.Length != meant.Length || !meant.All(entry => IsSame(entry.Value, document, stream.Dictionary[entry.Key])))
        {
            return false;
        }

        var decoded = document.Decode(stream);
        return decoded.RemainingFilter == (own.Stream.Filter == "FlateDecode" ? null : own.Stream.Filter)
            && decoded.Bytes.Span.SequenceEqual(Decode(own.Stream));
    }

    private bool IsSame(PdfObject own, PdfDocument document, PdfObject? told) => (own, document.Resolve(told)) switch
    {
        (PdfReference reference, PdfStream stream) => IsSame(_written[reference.Number], document, stream),
        (PdfName one, PdfName other) => one.Value == other.Value,
        (PdfInteger one, PdfInteger other) => one.Value == other.Value,
        (PdfBoolean one, PdfBoolean other) => one.Value == other.Value,
        _ => false,
    };

    private static ReadOnlySpan<byte> Decode(EncodedStream stream)
    {
        if (stream.Filter != "FlateDecode")
        {
            return stream.Bytes.Span;
        }

        using var packed = new ZLibStream(new MemoryStream(stream.Bytes.ToArray(), writable: false), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        packed.CopyTo(plain);
        return plain.ToArray();
    }
}
