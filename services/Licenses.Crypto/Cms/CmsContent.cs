using System.Security.Cryptography;
using Licenses.Crypto.Asn1;
using Licenses.Crypto.Signatures;

namespace Licenses.Crypto.Cms;

/// <summary>R21: where the signed content stands, by profile. Content in the wrong place is an attack or a mistake.</summary>
internal static class CmsContent
{
    /// <summary>Finds what digests the content that was really signed; the finding says why there is none.</summary>
    public static Finding? Locate(
        SignedData cms,
        Func<HashAlgorithmName, byte[]?> digestOf,
        CmsProfile profile,
        out Func<HashAlgorithmName, byte[]?>? contentDigest)
    {
        contentDigest = null;
        switch (profile)
        {
            case CmsProfile.TimeStamp when cms.Content is not { } token:
                return CmsFindings.Misplaced("A timestamp token must hold its content.");
            case CmsProfile.TimeStamp:
                contentDigest = name => DigestAlgorithms.TryHash(name, cms.Content!.Value.Span);
                return cms.ContentType == Oids.TstInfo
                    ? null
                    : CmsFindings.Misplaced($"A timestamp token holds {cms.ContentType}.");
            case CmsProfile.Attached when cms.Content is { } inner:
                contentDigest = name => DigestAlgorithms.TryHash(name, inner.Span);
                return null;
            case CmsProfile.Attached:
                return CmsFindings.Misplaced("The message must hold what it signs, and does not.");
            case CmsProfile.Pkcs7Sha1:
                return LocateSha1(cms, digestOf, out contentDigest);
            default:
                contentDigest = digestOf;
                return cms.Content is null
                    ? null
                    : CmsFindings.Misplaced("A detached signature must not hold content, not even empty content.");
        }
    }

    private static Finding? LocateSha1(
        SignedData cms, Func<HashAlgorithmName, byte[]?> digestOf, out Func<HashAlgorithmName, byte[]?>? contentDigest)
    {
        contentDigest = null;
        if (cms.Content is not { } content)
        {
            return CmsFindings.Misplaced("adbe.pkcs7.sha1 must hold the SHA-1 of the signed bytes.");
        }

        if (digestOf(HashAlgorithmName.SHA1) is not { } actual)
        {
            return CmsFindings.DigestUnavailable(HashAlgorithmName.SHA1);
        }

        contentDigest = name => DigestAlgorithms.TryHash(name, content.Span);
        return CryptographicOperations.FixedTimeEquals(actual, content.Span) ? null : CmsFindings.MessageDigest(false);
    }
}
