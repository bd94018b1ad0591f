using System.IO.Compression;
using System.Text;
using Licenses.Pdf.Document;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;

namespace Licenses.Tests.Pdf.Reading;

/// <summary>A document security store is read once and up to a bound, however little its file weighs.</summary>
public sealed class SecurityStoreTests
{
    private const int Megabyte = 1 << 20;

    [Fact]
    public void An_object_that_is_named_four_hundred_times_is_read_once()
    {
        var store = Read("CRLs", Enumerable.Repeat(1, 400), Zeros(Megabyte));

        Assert.Equal(Megabyte, Assert.Single(store.CertificateLists).Length);
        Assert.Single(store.CertificateListPlaces);
    }

    [Fact]
    public void What_is_larger_than_its_kind_may_be_is_left_out()
    {
        var store = Read("OCSPs", [1, 2], Zeros(2 * Megabyte), Zeros(10));

        Assert.Equal(10, Assert.Single(store.OcspResponses).Length);
    }

    [Fact]
    public void All_of_it_together_is_bounded_and_so_is_what_was_undone_in_vain()
    {
        byte[] large = Zeros(60 * Megabyte);
        byte[] tooLarge = Zeros(65 * Megabyte);

        var kept = Read("CRLs", [1, 2, 3, 4], large, large, large, Zeros(Megabyte));
        var wasted = Read("CRLs", [1, 2, 3, 4], tooLarge, tooLarge, tooLarge, Zeros(Megabyte));

        Assert.Equal([60 * Megabyte, 60 * Megabyte], kept.CertificateLists.Select(list => list.Length));
        Assert.Empty(wasted.CertificateLists);
    }

    private static DocumentSecurityStore Read(string kind, IEnumerable<int> named, params byte[][] streams)
    {
        const int First = 4;
        using var file = new MemoryStream();
        var offsets = new List<long>();
        Write("%PDF-1.7\n");
        Add("<< /Type /Catalog /Pages 2 0 R /DSS 3 0 R >>");
        Add("<< /Type /Pages /Kids [] /Count 0 >>");
        Add($"<< /{kind} [{string.Join(' ', named.Select(number => $"{number + First - 1} 0 R"))}] >>");
        foreach (var stream in streams)
        {
            offsets.Add(file.Length);
            Write($"{offsets.Count} 0 obj\n<< /Length {stream.Length} /Filter /FlateDecode >>\nstream\n");
            file.Write(stream);
            Write("\nendstream\nendobj\n");
        }

        long table = file.Length;
        Write($"xref\n0 {offsets.Count + 1}\n0000000000 65535 f \n");
        offsets.ForEach(offset => Write($"{offset:D10} 00000 n \n"));
        Write($"trailer\n<< /Size {offsets.Count + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n");
        return SecurityStoreReader.Read(PdfDocument.Open(PdfSource.FromMemory(file.ToArray())))!;

        void Write(string text) => file.Write(Encoding.Latin1.GetBytes(text));

        void Add(string content)
        {
            offsets.Add(file.Length);
            Write($"{offsets.Count} 0 obj\n{content}\nendobj\n");
        }
    }

    private static byte[] Zeros(int count)
    {
        using var packed = new MemoryStream();
        using (var deflate = new ZLibStream(packed, CompressionLevel.Fastest))
        {
            deflate.Write(new byte[count]);
        }

        return packed.ToArray();
    }
}
