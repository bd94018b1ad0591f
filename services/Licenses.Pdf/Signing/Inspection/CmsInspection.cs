using System.Security.Cryptography;
using Licenses.Crypto;
using Licenses.Crypto.Cms;
using Licenses.Crypto.Signatures;
using Licenses.Crypto.Tsp;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Signing;

/// <summary>The CMS in /Contents: padding (R7), and what Licenses.Crypto finds by R21 to R24.</summary>
internal sealed class CmsInspection(PdfInspectionOptions options, Findings findings)
{
    public SignedData? Cms { get; private set; }

    public TimeStampToken? Token { get; private set; }

    public CmsCheck? Result { get; private set; }

    /// <summary>Reads the message; the digest algorithm is known after this.</summary>
    public void Decode(PdfString contents, bool isTimestamp)
    {
        try
        {
            Cms = SignedData.Decode(contents.Bytes);
            Token = isTimestamp ? TimeStampToken.From(Cms) : null;
            CheckPadding(Cms, contents);
        }
        catch (CmsFormatException error)
        {
            // A value that only strict readers refuse, in sound nesting, is a doubt and no forgery.
            // Under strict, a timestamp that cannot be read is a broken one.
            bool isDoubt = error.NestsSoundly && !(isTimestamp && options.Policy == InspectionPolicy.Strict);
            var verdict = isDoubt ? Verdict.Indeterminate : Verdict.Failed;
            Cms = null;
            findings.Add(new(Check.CmsFormat, verdict, $"The signature value cannot be read: {error.Message}",
                contents.Span.Start >= 0 ? contents.Span.Start : null, SubIndication.FormatFailure, "签名值无法解析。"));
        }
    }

    /// <summary>The digest that <see cref="Verify"/> will ask for first; null where none is known.</summary>
    public HashAlgorithmName? Digest(string? subFilter) => subFilter switch
    {
        "adbe.pkcs7.sha1" => HashAlgorithmName.SHA1,
        "ETSI.RFC3161" => Token?.ImprintDigest,
        _ => Cms?.SignerInfos is [var signer] ? DigestOf(signer) : null,
    };

    // Without signed attributes the signature value covers the content itself, by the digest that its own algorithm names.
    private static HashAlgorithmName? DigestOf(SignerInfo signer) =>
        DigestAlgorithms.Find(signer.DigestAlgorithm.Oid) is { } digest
        && !signer.HasSignedAttributes && SignatureAlgorithm.TryResolve(signer.SignatureAlgorithm, digest, out var algorithm)
            ? algorithm.Digest
            : DigestAlgorithms.Find(signer.DigestAlgorithm.Oid);

    public void Verify(string? subFilter, Func<HashAlgorithmName, byte[]?> digestOf)
    {
        if (Cms is null)
        {
            return;
        }

        Result = subFilter switch
        {
            "adbe.pkcs7.detached" => CmsVerifier.VerifyDetached(Cms, digestOf, CmsProfile.Pkcs7Detached),
            "adbe.pkcs7.sha1" => CmsVerifier.VerifyDetached(Cms, digestOf, CmsProfile.Pkcs7Sha1),
            "ETSI.CAdES.detached" => CmsVerifier.VerifyDetached(Cms, digestOf, CmsProfile.CadesDetached),
            "ETSI.RFC3161" => Token?.Verify(digestOf),
            _ => null,
        };
        foreach (var finding in Result?.Findings ?? [])
        {
            findings.Add(finding);
        }
    }

    public static bool IsKnown(string? subFilter) =>
        subFilter is "adbe.pkcs7.detached" or "adbe.pkcs7.sha1" or "ETSI.CAdES.detached" or "ETSI.RFC3161";

    private void CheckPadding(SignedData cms, PdfString contents)
    {
        if (cms.TrailingIsZero)
        {
            findings.Pass(Check.ContentsPadding, $"{cms.TrailingBytes} zero bytes fill up the gap.", "空隙以零字节填充。");
            return;
        }

        long? offset = contents.Span.Start >= 0 ? contents.Span.Start : null;
        const string Detail = "Bytes other than zero follow the signature value in its gap: nobody signed them.";
        const string DetailZh = "签名值之后的填充不是零字节，这些字节未受签名保护。";
        if (options.Policy == InspectionPolicy.Strict)
        {
            findings.Fail(Check.ContentsPadding, Detail, DetailZh, offset);
        }
        else
        {
            findings.Doubt(Check.ContentsPadding, Detail, DetailZh, offset, SubIndication.FormatFailure);
        }
    }
}
