using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Licenses.Benchmarks.Material;

/// <summary>A document as a scanner makes it: one incompressible picture of about 100 KB on each page. Any size, written as a stream.</summary>
internal sealed class ScannedDocument : IDisposable
{
    private const int PictureLength = 100_000;
    private const int ObjectsBeforePages = 2;

    private readonly FileStream _file;
    private readonly List<long> _offsets = [0]; // object 0 is free

    private ScannedDocument(string path) => _file = File.Create(path);

    /// <summary>Writes a document of this many bytes and a few hundred for each page.</summary>
    public static void Write(string path, long length)
    {
        using var document = new ScannedDocument(path);
        document.Write((int)Math.Max(1, length / PictureLength), (int)Math.Min(length, PictureLength));
    }

    public void Dispose() => _file.Dispose();

    private void Write(int pages, int pictureLength)
    {
        Put("%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n");
        var kids = string.Join(' ', Enumerable.Range(0, pages).Select(page => $"{PageNumber(page)} 0 R"));
        Object("<</Type/Catalog/Pages 2 0 R>>");
        Object($"<</Type/Pages/Count {pages}/Kids[{kids}]>>");
        var picture = new byte[pictureLength];
        for (int page = 0; page < pages; page++)
        {
            RandomNumberGenerator.Fill(picture);
            int own = PageNumber(page);
            Object($"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {own + 1} 0 R/Resources<</XObject<</P {own + 2} 0 R>>>>>>");
            Stream("", "q 595 0 0 842 0 0 cm /P Do Q"u8);
            Stream($"/Type/XObject/Subtype/Image/Width 1000/Height {pictureLength / 1000}/ColorSpace/DeviceGray/BitsPerComponent 8", picture);
        }

        PutCrossReferences();
    }

    private static int PageNumber(int page) => ObjectsBeforePages + 1 + (3 * page);

    private void PutCrossReferences()
    {
        long start = _file.Position;
        Put($"xref\n0 {_offsets.Count}\n0000000000 65535 f \n");
        foreach (long offset in _offsets.Skip(1))
        {
            Put(offset.ToString("D10", CultureInfo.InvariantCulture) + " 00000 n \n");
        }

        Put($"trailer\n<</Size {_offsets.Count}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n");
    }

    private void Object(string body)
    {
        Put($"{Begin()} 0 obj\n{body}\nendobj\n");
    }

    private void Stream(string entries, ReadOnlySpan<byte> bytes)
    {
        Put($"{Begin()} 0 obj\n<</Length {bytes.Length}{entries}>>\nstream\n");
        _file.Write(bytes);
        Put("\nendstream\nendobj\n");
    }

    private int Begin()
    {
        _offsets.Add(_file.Position);
        return _offsets.Count - 1;
    }

    private void Put(string text) => _file.Write(Encoding.Latin1.GetBytes(text));
}
