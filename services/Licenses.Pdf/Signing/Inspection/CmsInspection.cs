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

    /// <summary>The signature is by SM2, as far as its algorithm says.</summary>
    public bool IsSm2 => Cms?.SignerInfos is [var signer]
        && SignatureAlgorithm.TryResolve(signer.SignatureAlgorithm, DigestAlgorithms.Find(signer.DigestAlgorithm.Oid), out var algorithm)
        && algorithm.Scheme == SignatureScheme.Sm2;

    /// <summary>Reads the message; the digest algorithm is known after this.</summary>
    public void Decode(PdfString contents, bool isTimestamp)
    {
        try
        {
            Cms = SignedData.Decode(contents.Bytes);
            Token = isTimestamp ? TimeStampToken.From(Cms) : null;
            ContentsPadding.Check(Cms.TrailingBytes, Cms.TrailingIsZero, contents, (options.Policy, findings));
            CheckNumbers(Cms);
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

    // A message of GM/T 0010 holds data by its own number; foreign stacks write PKCS #7's. Anything else is no document's.
    private void CheckNumbers(SignedData cms)
    {
        const string Data = "1.2.840.113549.1.7.1";
        const string NationalData = "1.2.156.10197.6.1.4.2.1";
        if (cms.IsNational && !IsSm2)
        {
            findings.Doubt(Check.CmsFormat, "A message of GM/T 0010 is signed with SM2, and this one is not.",
                "GM/T 0010 消息应使用 SM2 签名。", reason: SubIndication.CryptoConstraintsFailure);
        }

        if (cms.IsNational ? cms.ContentType == NationalData : cms.ContentType != NationalData)
        {
            return;
        }

        if (cms.ContentType is Data or NationalData)
        {
            findings.Pass(Check.CmsFormat, "The message mixes the numbers of PKCS #7 and GM/T 0010; tolerated.", "消息混用 PKCS#7 与 GM/T 0010 的标识，予以容忍。");
        }
        else
        {
            findings.Fail(Check.CmsFormat, $"The message of GM/T 0010 is over content of type {cms.ContentType}, which is no document.",
                $"GM/T 0010 消息的内容类型为 {cms.ContentType}，不是文档数据。");
        }
    }

    public static bool IsKnown(string? subFilter) =>
        subFilter is "adbe.pkcs7.detached" or "adbe.pkcs7.sha1" or "ETSI.CAdES.detached" or "ETSI.RFC3161";
}
