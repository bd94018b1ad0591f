using System.Security.Cryptography;
using Licenses.Crypto.Asn1;
using Licenses.Crypto.Signatures;
using Licenses.Crypto.Sm;
using Licenses.Crypto.X509;

namespace Licenses.Crypto.Cms;

/// <summary>
/// Verifies a CMS message by rules R21 to R23: its form, its digest and its signature value. No trust: who the signer
/// is, and whether anybody vouches for him, comes afterwards.
/// </summary>
public static class CmsVerifier
{
    /// <summary>Verifies a message over content that is (or is said to be) outside of it.</summary>
    /// <param name="cms">The message.</param>
    /// <param name="digestOf">Digests the signed bytes; null where it cannot compute that digest.</param>
    /// <param name="profile">What the container says the message is.</param>
    public static CmsCheck VerifyDetached(
        SignedData cms, Func<HashAlgorithmName, byte[]?> digestOf, CmsProfile profile = CmsProfile.CadesDetached)
    {
        ArgumentNullException.ThrowIfNull(cms);
        ArgumentNullException.ThrowIfNull(digestOf);
        var check = Describe(cms, profile);
        if (cms.SignerInfos is not [var signer])
        {
            return check with { Findings = [CmsFindings.SignerCount(cms.SignerInfos.Length)] };
        }

        return CmsContent.Locate(cms, digestOf, profile, out var contentDigest) is { } misplaced
            ? check with { Findings = [misplaced] }
            : new Verification(cms, signer, profile, contentDigest!).Run(check);
    }

    /// <summary>Verifies a message over content that is at hand: as above, and sees whether that content was meant.</summary>
    /// <param name="cms">The message.</param>
    /// <param name="content">The content outside of it.</param>
    /// <param name="profile">What the container says the message is.</param>
    public static CmsCheck VerifyDetached(SignedData cms, ReadOnlyMemory<byte> content, CmsProfile profile = CmsProfile.CadesDetached)
    {
        ArgumentNullException.ThrowIfNull(cms);
        var check = VerifyDetached(cms, name => DigestAlgorithms.TryHash(name, content.Span), profile);
        return cms is { Content: null, SignerInfos: [{ HasSignedAttributes: false }] } && CmsAttribute.AreSigned(content)
            ? check with { Intact = false, Findings = check.Findings.Add(CmsFindings.ContentIsAttributes()) }
            : check;
    }

    /// <summary>Verifies a message that holds what it signs.</summary>
    public static CmsCheck VerifyAttached(SignedData cms) => VerifyDetached(cms, _ => null, CmsProfile.Attached);

    /// <summary>What the message claims, with nothing verified: Intact is false, and there are no findings.</summary>
    public static CmsCheck Describe(SignedData cms, CmsProfile profile = CmsProfile.CadesDetached)
    {
        ArgumentNullException.ThrowIfNull(cms);
        if (cms.SignerInfos is not [var signer])
        {
            return new CmsCheck { Certificates = cms.Certificates };
        }

        var certificate = cms.SignerCertificate;
        var attributes = CmsAttributes.Read(signer, cms.ContentType, profile, certificate);
        return new CmsCheck
        {
            Certificates = cms.Certificates,
            SignerCertificate = certificate,
            Digest = DigestAlgorithms.Find(signer.DigestAlgorithm.Oid),
            ClaimedSigningTime = attributes.SigningTime,
            NamesItsCertificate = attributes.NamesItsCertificate,
            SignatureValue = signer.Signature,
            SignatureTimeStamps = [.. signer.UnsignedAttributes
                .Where(attribute => attribute.Oid == Oids.SignatureTimeStamp)
                .SelectMany(attribute => attribute.Values)],
            ContentTimeStamps = [.. signer.SignedAttributes
                .Where(attribute => attribute.Oid == Oids.ContentTimeStamp)
                .SelectMany(attribute => attribute.Values)],
            ContentDigest = CmsAttributes.Single(signer, Oids.MessageDigest) is { } digest ? CmsAttributes.ReadOctets(digest) : null,
        };
    }

    /// <summary>One run over one signer, in the order of RFC 5652, 5.4 and 5.6.</summary>
    private sealed class Verification(
        SignedData cms, SignerInfo signer, CmsProfile profile, Func<HashAlgorithmName, byte[]?> contentDigest)
    {
        private const int MostNamesakes = 8; // each costs a verification

        private readonly ImmutableArray<Finding>.Builder _findings = ImmutableArray.CreateBuilder<Finding>();

        public CmsCheck Run(CmsCheck check)
        {
            if (check.Digest is not { } digest)
            {
                _findings.Add(CmsFindings.UnknownDigest(signer.DigestAlgorithm.Oid));
                return check with { Findings = _findings.ToImmutable() };
            }

            if (DigestAlgorithms.IsWeak(digest))
            {
                _findings.Add(CmsFindings.WeakDigest(digest));
            }

            bool content = ContentMatches(digest);
            var certificate = check.SignerCertificate;
            var attributes = CmsAttributes.Read(signer, cms.ContentType, profile, certificate);
            _findings.AddRange(attributes.Findings);
            if (cms.Namesakes is { Length: > 1 } namesakes)
            {
                certificate = Choose(namesakes, attributes.NamesItsCertificate, digest) ?? certificate;
            }

            bool value = SignatureMatches(certificate, digest, out var algorithm);
            return check with
            {
                SignerCertificate = certificate,
                Intact = content && value && attributes.Sound,
                SignatureAlgorithm = algorithm,
                ClaimedSigningTime = attributes.SigningTime,
                NamesItsCertificate = attributes.NamesItsCertificate,
                Findings = _findings.ToImmutable(),
            };
        }

        // Where the signature names none of them, the one whose key verifies is the signer's. Certificates of one key may well
        // share its identifier, but never an issuer's number.
        private Certificate? Choose(ImmutableArray<Certificate> namesakes, bool isNamed, HashAlgorithmName digest)
        {
            Certificate[] verified = isNamed ? [] : [.. namesakes.Take(MostNamesakes).Where(one => Verifies(one, digest))];
            if (signer.Identifier.Issuer is not null)
            {
                _findings.Add(CmsFindings.Namesakes(namesakes.Length, isNamed, verified.Length));
            }

            return verified.FirstOrDefault();
        }

        private bool ContentMatches(HashAlgorithmName digest)
        {
            if (!signer.HasSignedAttributes)
            {
                return IsContentOfItsOwn(); // the signature value itself covers the content
            }

            if (contentDigest(digest) is not { } actual)
            {
                _findings.Add(CmsFindings.DigestUnavailable(digest));
                return false;
            }

            // Exactly one, exactly one value: RFC 5652, 11.2. A second one would let two readers differ.
            bool matches = CmsAttributes.Single(signer, Oids.MessageDigest) is { } value
                && CmsAttributes.ReadOctets(value) is { } stated
                && CryptographicOperations.FixedTimeEquals(actual, stated.Span);
            _findings.Add(CmsFindings.MessageDigest(matches));
            return matches;
        }

        private bool IsContentOfItsOwn()
        {
            if (cms.Content is not { } content || !CmsAttribute.AreSigned(content))
            {
                return true;
            }

            _findings.Add(CmsFindings.ContentIsAttributes());
            return false;
        }

        private bool SignatureMatches(
            Certificate? certificate, HashAlgorithmName digest, out SignatureAlgorithm? algorithm)
        {
            if (!SignatureAlgorithm.TryResolve(signer.SignatureAlgorithm, digest, out algorithm))
            {
                _findings.Add(CmsFindings.UnknownSignatureAlgorithm(signer.SignatureAlgorithm.Oid));
                return false;
            }

            if (certificate is null)
            {
                _findings.Add(CmsFindings.NoSignerCertificate(cms.UnreadableCertificates));
                return false;
            }

            _findings.AddRange(CmsFindings.Strength(certificate.PublicKey));
            _findings.AddRange(CmsFindings.AlgorithmNotes(signer.SignatureAlgorithm.Oid, algorithm, digest));
            var outcome = Check(certificate, algorithm, out bool isInDer);
            if (outcome.IsValid && !isInDer)
            {
                _findings.Add(CmsFindings.AttributesNotDer());
            }

            _findings.Add(CmsFindings.SignatureValue(outcome));
            if (outcome.Form != Sm2SignatureForm.Der)
            {
                _findings.Add(CmsFindings.SignatureEncoding(outcome.Form));
            }

            return outcome.IsValid;
        }

        private bool Verifies(Certificate certificate, HashAlgorithmName digest) =>
            SignatureAlgorithm.TryResolve(signer.SignatureAlgorithm, digest, out var algorithm) && Check(certificate, algorithm, out _).IsValid;

        private SignatureCheck Check(Certificate certificate, SignatureAlgorithm algorithm, out bool isInDer)
        {
            isInDer = true;
            return signer.HasSignedAttributes
                ? OverAttributes(certificate.PublicKey, algorithm, out isInDer)
                : OverContent(certificate.PublicKey, algorithm);
        }

        // R23: DER first, then the order received.
        private SignatureCheck OverAttributes(SubjectPublicKeyInfo key, SignatureAlgorithm algorithm, out bool isInDer)
        {
            byte[] inDer = signer.SignedAttributesInDer();
            var outcome = SignatureVerifier.Verify(key, algorithm, inDer, signer.Signature.Span, lenient: true);
            byte[] asReceived = signer.SignedAttributesAsReceived();
            isInDer = outcome.Outcome != SignatureOutcome.Invalid || asReceived.AsSpan().SequenceEqual(inDer);
            return isInDer ? outcome : SignatureVerifier.Verify(key, algorithm, asReceived, signer.Signature.Span, lenient: true);
        }

        private SignatureCheck OverContent(SubjectPublicKeyInfo key, SignatureAlgorithm algorithm) =>
            contentDigest(SignatureVerifier.TextDigest(key, algorithm)) is { } digest
                ? SignatureVerifier.VerifyDigest(key, algorithm, digest, signer.Signature.Span, lenient: true)
                : SignatureCheck.Unsupported(algorithm.Digest.Name ?? signer.SignatureAlgorithm.Oid);
    }
}
