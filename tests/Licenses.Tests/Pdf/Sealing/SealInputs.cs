using System.Globalization;
using System.Text;
using Licenses.Pdf.Composing;
using Licenses.Testing.Processes;
using Licenses.Tests.Pdf.Composing;

namespace Licenses.Tests.Pdf.Sealing;

/// <summary>Documents to seal: written here by hand in every cross-reference style, or made by other programs.</summary>
internal static class SealInputs
{
    public static TheoryData<string> Names { get; } =
        ["face", "classic", "classic-cr", "hybrid", "form", "no-final-line", "ghostscript", "qpdf-streams", "qpdf-linear", "chromium"];

    private static readonly Dictionary<string, byte[]> Made = [];

    public static byte[] Get(string name)
    {
        lock (Made)
        {
            return Made.TryGetValue(name, out var known) ? known : Made[name] = Make(name);
        }
    }

    /// <summary>A document of one page with the entries given, and a classic cross-reference table.</summary>
    public static byte[] Classic(string pageEntries = "", string catalogEntries = "", params string[] furtherObjects) =>
        Build(
            [
                $"<</Type/Catalog/Pages 2 0 R {catalogEntries}>>",
                "<</Type/Pages/Count 1/Kids[3 0 R]/MediaBox[0 0 595 842]>>",
                $"<</Type/Page/Parent 2 0 R/Resources<<>>{pageEntries}>>",
                .. furtherObjects,
            ]);

    /// <summary>A document with an empty signature field "Office" in a visible place, object 4.</summary>
    public static byte[] WithField(string fieldEntries = "") => Classic(
        "/Annots[4 0 R]",
        "/AcroForm<</Fields[4 0 R]>>",
        $"<</Type/Annot/Subtype/Widget/FT/Sig/T(Office)/F 4/P 3 0 R/Rect[100 100 250 200]{fieldEntries}>>");

    public static byte[] Build(ReadOnlySpan<string> objects, string lineEnd = "\n")
    {
        var text = new StringBuilder($"%PDF-1.7{lineEnd}");
        var offsets = new List<int>();
        for (int i = 0; i < objects.Length; i++)
        {
            offsets.Add(text.Length);
            text.Append(CultureInfo.InvariantCulture, $"{i + 1} 0 obj{lineEnd}{objects[i]}{lineEnd}endobj{lineEnd}");
        }

        int start = text.Length;
        text.Append(CultureInfo.InvariantCulture, $"xref{lineEnd}0 {objects.Length + 1}{lineEnd}0000000000 65535 f\r\n");
        offsets.ForEach(offset => text.Append(CultureInfo.InvariantCulture, $"{offset:D10} 00000 n\r\n"));
        text.Append(CultureInfo.InvariantCulture, $"trailer{lineEnd}<</Size {objects.Length + 1}/Root 1 0 R/ID[<01><02>]>>{lineEnd}");
        text.Append(CultureInfo.InvariantCulture, $"startxref{lineEnd}{start}{lineEnd}%%EOF{lineEnd}");
        return Encoding.Latin1.GetBytes(text.ToString());
    }

    private static byte[] Make(string name) => name switch
    {
        "face" => FaceComposer.Compose(SampleFace.Residence, SampleFace.Fonts),
        "classic" => Classic(),
        "classic-cr" => Build(
            ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 1/Kids[3 0 R]>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]>>"], "\r"),
        "hybrid" => Hybrid(),
        "form" => WithField(),
        "no-final-line" => Classic()[..^1],
        "ghostscript" => Ghostscript(),
        "qpdf-streams" => Qpdf(Ghostscript(), "--object-streams=generate"),
        "qpdf-linear" => Qpdf(Ghostscript(), "--linearize"),
        "chromium" => Chromium(),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    // ISO 32000-2, 7.5.8.4: the table hides object 4, which only the stream knows.
    private static byte[] Hybrid()
    {
        var bytes = new StringBuilder(Encoding.Latin1.GetString(Classic("/Annots 4 0 R")));
        int table = bytes.ToString().IndexOf("xref\n", StringComparison.Ordinal);
        var head = new StringBuilder(bytes.ToString(0, table));
        int hidden = head.Length;
        head.Append("4 0 obj\n[]\nendobj\n");
        int stream = head.Length;
        string row = $"01{hidden:X6}00";
        head.Append(CultureInfo.InvariantCulture, $"5 0 obj\n<</Type/XRef/Size 6/W[1 3 1]/Index[4 1]/Filter/ASCIIHexDecode/Length {row.Length + 1}>>\nstream\n{row}>\nendstream\nendobj\n");
        int start = head.Length;
        string rest = bytes.ToString(table, bytes.Length - table)
            .Replace("/Size 4", $"/Size 6/XRefStm {stream}", StringComparison.Ordinal)
            .Replace($"startxref\n{table}", $"startxref\n{start}", StringComparison.Ordinal);
        return Encoding.Latin1.GetBytes(head.Append(rest).ToString());
    }

    private static byte[] Ghostscript()
    {
        ForeignProgram.Find("gs");
        using var input = new TempFile(
            "%!PS\n/Helvetica findfont 24 scalefont setfont 72 700 moveto (Contract, page 1) show showpage\n/Helvetica findfont 24 scalefont setfont 72 700 moveto (page 2) show showpage\n"u8,
            ".ps");
        using var output = new TempFile([]);
        ForeignTool.Run("gs", "-q", "-sDEVICE=pdfwrite", "-o", output.Path, input.Path);
        return File.ReadAllBytes(output.Path);
    }

    private static byte[] Qpdf(byte[] input, string option)
    {
        ForeignProgram.Find("qpdf");
        using var file = new TempFile(input);
        using var output = new TempFile([]);
        ForeignTool.Run("qpdf", option, file.Path, output.Path);
        return File.ReadAllBytes(output.Path);
    }

    private static byte[] Chromium()
    {
        ForeignProgram.Find("chromium");
        using var page = new TempFile("<html><meta charset=utf-8><h1>合同</h1><p>甲方：样例市<p>乙方：某公司</html>"u8, ".html");
        using var output = new TempFile([]);
        ForeignTool.Run(
            "chromium", "--headless", "--no-sandbox", "--disable-gpu", $"--print-to-pdf={output.Path}", page.Path);
        var made = File.ReadAllBytes(output.Path);
        Assert.SkipWhen(made.Length == 0, "SKIPPED: chromium could not print here.");
        return made;
    }
}
