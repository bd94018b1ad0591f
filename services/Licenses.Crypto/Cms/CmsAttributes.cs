using System.Formats.Asn1;
using Licenses.Crypto.Asn1;
using Licenses.Crypto.Signatures;
using Licenses.Crypto.X509;

namespace Licenses.Crypto.Cms;

/// <summary>R22: what the signed attributes say, and whether they may say so.</summary>
/// <param name="Sound">False where a rule about them is broken, so that the signature proves nothing.</param>
/// <param name="SigningTime">The claimed time, where it is given once and can be read.</param>
/// <param name="NamesItsCertificate">Whether a signing-certificate attribute names the signer's certificate.</param>
/// <param name="Findings">What was found, rule by rule.</param>
internal sealed record CmsAttributes(
    bool Sound, DateTimeOffset? SigningTime, bool NamesItsCertificate, ImmutableArray<Finding> Findings)
{
    public static CmsAttributes Read(
        SignerInfo signer, string contentType, CmsProfile profile, Certificate? certificate)
    {
        if (!signer.HasSignedAttributes)
        {
            return WithoutAttributes(signer, contentType, profile);
        }

        var findings = ImmutableArray.CreateBuilder<Finding>();
        bool sound = true;
        if (Repeated(signer) is { } repeated)
        {
            findings.Add(CmsFindings.AttributeRepeated(repeated));
            sound = false;
        }

        if (Single(signer, Oids.ContentType) is not { } type || ReadOid(type) != contentType)
        {
            findings.Add(CmsFindings.ContentTypeAttribute());
            sound = false;
        }

        // A certificate other than the one that was signed could give the key another name: that proves nothing either.
        bool? named = ReadSigningCertificate(signer, profile, certificate, findings);
        return new CmsAttributes(sound && named != false, ReadSigningTime(signer), named == true, findings.ToImmutable());
    }

    /// <summary>The one value of an attribute that stands once; null for anything else.</summary>
    public static ReadOnlyMemory<byte>? Single(SignerInfo signer, string oid) =>
        signer.SignedAttributes.Where(attribute => attribute.Oid == oid).ToArray() is [{ Values: [var value] }]
            ? value
            : default(ReadOnlyMemory<byte>?);

    public static ReadOnlyMemory<byte>? ReadOctets(ReadOnlyMemory<byte> value)
    {
        try
        {
            return Ber.ReadOctets(Ber.Open(value));
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    /// <summary>Whether the signing-certificate attributes, if there are any, all name this certificate.</summary>
    public static bool NameCertificate(SignerInfo signer, Certificate certificate) => signer.SignedAttributes
        .Where(attribute => attribute.Oid is Oids.SigningCertificate or Oids.SigningCertificateV2)
        .All(attribute => Names(attribute, certificate));

    // RFC 5652, 5.3: attributes must be there when the content is not plain data.
    // GM/T 0010 has no such rule, and its usual message has none.
    private static CmsAttributes WithoutAttributes(SignerInfo signer, string contentType, CmsProfile profile) =>
        (contentType == Oids.GmData || (contentType == Oids.Data && IsSm2(signer))) && profile is CmsProfile.Pkcs7Detached or CmsProfile.Attached
            ? new CmsAttributes(true, null, false, [CmsFindings.NationalWithoutAttributes()])
        : contentType is Oids.Data or Oids.GmData && profile != CmsProfile.TimeStamp
            ? new CmsAttributes(true, null, false, [CmsFindings.NoAttributes()])
            : new CmsAttributes(false, null, false, [CmsFindings.AttributesRequired(contentType)]);

    // The rule is the algorithm's, not that of the numbers around it.
    private static bool IsSm2(SignerInfo signer) =>
        SignatureAlgorithm.TryResolve(signer.SignatureAlgorithm, DigestAlgorithms.Find(signer.DigestAlgorithm.Oid), out var algorithm)
        && algorithm.Scheme == SignatureScheme.Sm2;

    // RFC 5652, 11.1 to 11.3, RFC 5035, 3: these stand at most once, with one value.
    private static string? Repeated(SignerInfo signer)
    {
        string[] once = [Oids.ContentType, Oids.MessageDigest, Oids.SigningTime, Oids.SigningCertificate, Oids.SigningCertificateV2];
        foreach (string oid in once)
        {
            var all = signer.SignedAttributes.Where(attribute => attribute.Oid == oid).ToArray();
            if (all.Length > 1 || (all.Length == 1 && all[0].Values.Length != 1))
            {
                return oid;
            }
        }

        return null;
    }

    /// <summary>Null where no attribute names a certificate.</summary>
    private static bool? ReadSigningCertificate(
        SignerInfo signer, CmsProfile profile, Certificate? certificate, ImmutableArray<Finding>.Builder findings)
    {
        var attributes = signer.SignedAttributes
            .Where(attribute => attribute.Oid is Oids.SigningCertificate or Oids.SigningCertificateV2).ToArray();
        if (attributes.Length == 0)
        {
            if (profile is CmsProfile.CadesDetached or CmsProfile.TimeStamp)
            {
                findings.Add(CmsFindings.NoSigningCertificate());
            }

            return null;
        }

        bool matches = certificate is not null && attributes.All(attribute => Names(attribute, certificate));
        findings.Add(CmsFindings.SigningCertificate(matches));
        return matches;
    }

    private static bool Names(CmsAttribute attribute, Certificate certificate)
    {
        try
        {
            return SigningCertificate.Decode(attribute).Names(certificate);
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    private static string? ReadOid(ReadOnlyMemory<byte> value)
    {
        try
        {
            return Ber.Open(value).ReadObjectIdentifier();
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    private static DateTimeOffset? ReadSigningTime(SignerInfo signer)
    {
        try
        {
            return Single(signer, Oids.SigningTime) is { } value ? Certificate.ReadTime(Ber.Open(value)) : null;
        }
        catch (AsnContentException)
        {
            return null; // a claim that cannot be read is no claim
        }
    }
}
