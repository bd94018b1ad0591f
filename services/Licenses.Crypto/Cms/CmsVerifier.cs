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
            var attributes = CmsAttributes.Read(signer, cms.ContentType, profile, check.SignerCertificate);
            _findings.AddRange(attributes.Findings);
            if (cms.Namesakes > 1)
            {
                _findings.Add(CmsFindings.Namesakes(cms.Namesakes, attributes.NamesItsCertificate));
            }

            bool value = SignatureMatches(check.SignerCertificate, digest, out var algorithm);
            return check with
            {
                Intact = content && value && attributes.Sound,
                SignatureAlgorithm = algorithm,
                ClaimedSigningTime = attributes.SigningTime,
                NamesItsCertificate = attributes.NamesItsCertificate,
                Findings = _findings.ToImmutable(),
            };
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
            var outcome = signer.HasSignedAttributes
                ? OverAttributes(certificate.PublicKey, algorithm)
                : OverContent(certificate.PublicKey, algorithm);
            _findings.Add(CmsFindings.SignatureValue(outcome));
            if (outcome.Form != Sm2SignatureForm.Der)
            {
                _findings.Add(CmsFindings.SignatureEncoding(outcome.Form));
            }

            return outcome.IsValid;
        }

        // R23: DER first, then the order received.
        private SignatureCheck OverAttributes(SubjectPublicKeyInfo key, SignatureAlgorithm algorithm)
        {
            byte[] inDer = signer.SignedAttributesInDer();
            var outcome = SignatureVerifier.Verify(key, algorithm, inDer, signer.Signature.Span, lenient: true);
            if (outcome.Outcome != SignatureOutcome.Invalid)
            {
                return outcome;
            }

            byte[] asReceived = signer.SignedAttributesAsReceived();
            if (asReceived.AsSpan().SequenceEqual(inDer))
            {
                return outcome;
            }

            outcome = SignatureVerifier.Verify(key, algorithm, asReceived, signer.Signature.Span, lenient: true);
            if (outcome.IsValid)
            {
                _findings.Add(CmsFindings.AttributesNotDer());
            }

            return outcome;
        }

        private SignatureCheck OverContent(SubjectPublicKeyInfo key, SignatureAlgorithm algorithm) =>
            contentDigest(SignatureVerifier.TextDigest(key, algorithm)) is { } digest
                ? SignatureVerifier.VerifyDigest(key, algorithm, digest, signer.Signature.Span, lenient: true)
                : SignatureCheck.Unsupported(algorithm.Digest.Name ?? signer.SignatureAlgorithm.Oid);
    }
}
