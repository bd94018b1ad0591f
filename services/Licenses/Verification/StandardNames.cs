using System.Text;
using Licenses.Crypto;
using Licenses.Crypto.Seals;
using Licenses.Pdf.Difference;
using Licenses.Pdf.Signing;

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

    /// <summary>The profile's name, the one under which <c>licenses seal</c> makes it where it does; null where it has none.</summary>
    public static string? ToStandardName(this SignatureProfile profile) => profile switch
    {
        SignatureProfile.Pades => "pades",
        SignatureProfile.Sm2Cades => "sm2-cades",
        SignatureProfile.Pkcs7 => "pkcs7",
        SignatureProfile.Sm2Pkcs7 => "sm2-pkcs7",
        SignatureProfile.Sm2Pkcs7National => "sm2-pkcs7-gm",
        SignatureProfile.Pkcs7Sha1 => "pkcs7-sha1",
        SignatureProfile.Ses => "ses",
        SignatureProfile.Timestamp => "timestamp",
        _ => null,
    };

    /// <summary>The standard that a seal is built by.</summary>
    public static string ToStandardName(this SealFormat format) => format switch
    {
        SealFormat.Gmt2014 => "GM/T 0031-2014",
        SealFormat.Gbt2020 => "GB/T 38540-2020",
        _ => "GM/T 0031-2025",
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
