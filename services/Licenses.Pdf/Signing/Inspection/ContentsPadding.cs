using Licenses.Crypto;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Signing;

/// <summary>R7: only zeros fill up the gap behind the signature value.</summary>
internal static class ContentsPadding
{
    public static void Check(int count, bool isZero, PdfString contents, (InspectionPolicy Policy, Findings Findings) to)
    {
        if (isZero)
        {
            to.Findings.Pass(Signing.Check.ContentsPadding, $"{count} zero bytes fill up the gap.", "空隙以零字节填充。");
            return;
        }

        long? offset = contents.Span.Start >= 0 ? contents.Span.Start : null;
        const string Detail = "Bytes other than zero follow the signature value in its gap: nobody signed them.";
        const string DetailZh = "签名值之后的填充不是零字节，这些字节未受签名保护。";
        if (to.Policy == InspectionPolicy.Strict)
        {
            to.Findings.Fail(Signing.Check.ContentsPadding, Detail, DetailZh, offset);
        }
        else
        {
            to.Findings.Doubt(Signing.Check.ContentsPadding, Detail, DetailZh, offset, SubIndication.FormatFailure);
        }
    }
}
