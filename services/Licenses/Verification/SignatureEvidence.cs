using Licenses.Crypto.Cms;
using Licenses.Crypto.Seals;
using Licenses.Crypto.Tsp;
using Licenses.Crypto.X509;
using Licenses.Pdf.Signing;

namespace Licenses.Verification;

/// <summary>One inspected signature with what its CMS message says; nothing, where the message cannot be read.</summary>
internal sealed record SignatureEvidence(
    InspectedSignature Inspected, SignedData? Message, CmsCheck Claims, TimeStampToken? Token, ImmutableArray<CheckedStamp> Stamps)
{
    /// <summary>The electronic seal that made it; null where none did.</summary>
    public SealEvidence? Seal { get; private init; }

    /// <summary>A document timestamp's own token; null for anything else.</summary>
    public CheckedStamp? DocumentStamp => Token is null ? null : new CheckedStamp(Token, Claims);

    /// <summary>The signature timestamps that are over this very signature.</summary>
    public IEnumerable<CheckedStamp> IntactStamps => Stamps.Where(stamp => stamp.Intact);

    /// <summary>Certificates that stand neither in a message nor in the document's store: a seal's maker, signer, and those above.</summary>
    public ImmutableArray<Certificate> SealCertificates { get; private init; } = [];

    /// <summary>The timestamps of its content, which it was made after.</summary>
    public ImmutableArray<CheckedStamp> ContentStamps { get; private init; } = [];

    /// <summary>Where its signed bytes end: timestamps that end later cover it, and it covers those that end before.</summary>
    public long Place => Inspected.SignedLength ?? long.MaxValue;

    public static SignatureEvidence Of(InspectedSignature inspected)
    {
        if (inspected.Sealed is { } applied)
        {
            return OfSeal(inspected, applied);
        }

        var claims = inspected.CmsCheck ?? (inspected.Cms is { } cms ? CmsVerifier.Describe(cms) : new CmsCheck());
        return new SignatureEvidence(
            inspected, inspected.Cms, claims, inspected.Timestamp,
            inspected.Timestamp is null ? CheckedStamp.Read(claims.SignatureTimeStamps, token => token.VerifyOver(claims.SignatureValue)) : [])
        {
            ContentStamps = inspected.Timestamp is null
                ? CheckedStamp.Read(
                    claims.ContentTimeStamps, token => token.Verify(name => name == claims.Digest ? claims.ContentDigest?.ToArray() : null))
                : [],
        };
    }

    // What a message would say: the judging of timestamps, levels and long-term data is the same.
    private static SignatureEvidence OfSeal(InspectedSignature inspected, SealedSignature applied)
    {
        var claims = new CmsCheck
        {
            Intact = inspected.Intact,
            SignerCertificate = applied.Signer,
            Digest = SealChecks.DigestOf(applied),
            ClaimedSigningTime = applied.Time,
            NamesItsCertificate = true, // the seal's list does, and the signature covers the seal
            SignatureTimeStamps = applied.TimeStamp is { } stamp ? [stamp] : [],
            SignatureValue = applied.SignatureValue,
        };
        var offered = inspected.OfferedCertificates.SelectMany(Read);
        var seal = SealEvidence.Of(applied);
        return new SignatureEvidence(inspected, null, claims, null, seal.Stamps)
        {
            Seal = seal,
            SealCertificates = [.. seal.Certificates, .. offered],
        };
    }

    private static IEnumerable<Certificate> Read(ReadOnlyMemory<byte> encoded)
    {
        try
        {
            return [Certificate.Decode(encoded)];
        }
        catch (CertificateFormatException)
        {
            return []; // an offer that cannot be read is no offer
        }
    }
}
