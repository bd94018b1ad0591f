using Licenses.Pdf.Document;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Signing;

/// <summary>Says what may be left of a file that cannot be sealed, so that somebody knows what to do with it.</summary>
internal static class BrokenInput
{
    /// <summary>Opens the file; one that is broken is refused with what was found in it.</summary>
    public static PdfDocument Open(PdfSource input, PdfOpenOptions options)
    {
        try
        {
            return PdfDocument.Open(input, options);
        }
        catch (PdfFormatException error) when (!error.IsLocked && !error.IsLimit)
        {
            (string found, string foundZh) = Look(input, options);
            throw new SealRefusedException(SealRefusal.NotReadable,
                $"The file is not a PDF that can be sealed: {error.Message} {found}",
                $"文件不是可盖章的PDF（字节{error.Offset}处有误）。{foundZh}");
        }
    }

    private static (string En, string Zh) Look(PdfSource input, PdfOpenOptions options)
    {
        try
        {
            int pages = PdfDocument.Open(input, options with { Tolerant = true, AllowLocked = true }).Pages.Count();
            bool isSigned = SignatureTraces.Find(input, null, options.Cancellation) is not null;
            return isSigned
                ? ($"It seems to be a damaged document (pages: {pages}) that was signed: ask for it anew, since mending it would break the signature.",
                    $"文件似为一份已签名但受损的文档（{pages}页）：修复会破坏签名，请重新获取。")
                : ($"It seems to be a damaged document (pages: {pages}): save it anew with the program that made it.",
                    $"文件似为一份受损的文档（{pages}页）：请用原程序重新保存。");
        }
        catch (PdfFormatException)
        {
            return ("No document was found in it.", "未能在其中找到文档。");
        }
    }
}
