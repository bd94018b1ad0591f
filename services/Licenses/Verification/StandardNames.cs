using System.Text;
using Licenses.Crypto;
using Licenses.Pdf.Difference;

namespace Licenses.Verification;

/// <summary>The names that reports use towards the outside: EN 319 102-1's, and those of the CLI's contract.</summary>
public static class StandardNames
{
    public static string ToStandardName(this Indication indication) => UpperSnake(indication.ToString());

    public static string ToStandardName(this SubIndication reason) => UpperSnake(reason.ToString());

    public static string ToStandardName(this Verdict verdict) => UpperSnake(verdict.ToString());

    public static string ToStandardName(this ChangeLevel level) => UpperSnake(level.ToString());

    public static string ToStandardName(this DocumentVerdict verdict) => verdict switch
    {
        DocumentVerdict.NotADocument => "NOT_A_PDF",
        _ => UpperSnake(verdict.ToString()),
    };

    public static string ToStandardName(this ValidationProcess process) => UpperSnake(process.ToString());

    public static string ToStandardName(this SignatureLevel level) => level switch
    {
        SignatureLevel.BaselineB => "B-B",
        SignatureLevel.BaselineT => "B-T",
        SignatureLevel.BaselineLt => "B-LT",
        _ => "B-LTA",
    };

    // NoSigningCertificateFound -> NO_SIGNING_CERTIFICATE_FOUND
    private static string UpperSnake(string name)
    {
        var text = new StringBuilder(name.Length + 6);
        foreach (char c in name)
        {
            if (char.IsUpper(c) && text.Length > 0)
            {
                text.Append('_');
            }

            text.Append(char.ToUpperInvariant(c));
        }

        return text.ToString();
    }
}
