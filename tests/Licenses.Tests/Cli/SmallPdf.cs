using System.Text;

namespace Licenses.Tests.Cli;

/// <summary>A one-page PDF written by hand: classic cross-reference, no metadata, two words of text.</summary>
internal static class SmallPdf
{
    public static readonly byte[] Bytes = Write(
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            + "/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        "<< /Length 47 >>\nstream\nBT /F1 24 Tf 72 700 Td (Sample contract) Tj ET \nendstream");

    private static byte[] Write(params string[] objects)
    {
        var file = new StringBuilder("%PDF-1.7\n");
        var offsets = new List<int>();
        foreach (var (index, content) in objects.Index())
        {
            offsets.Add(file.Length);
            file.Append($"{index + 1} 0 obj\n{content}\nendobj\n");
        }

        int table = file.Length;
        file.Append($"xref\n0 {objects.Length + 1}\n0000000000 65535 f \n");
        offsets.ForEach(offset => file.Append($"{offset:D10} 00000 n \n"));
        file.Append($"trailer\n<< /Size {objects.Length + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n");
        return Encoding.Latin1.GetBytes(file.ToString());
    }
}
