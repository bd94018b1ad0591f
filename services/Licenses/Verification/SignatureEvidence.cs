using Licenses.Crypto.Cms;
using Licenses.Crypto.Seals;
using Licenses.Crypto.Tsp;
using Licenses.Crypto.X509;
using Licenses.Pdf.Signing;

namespace Licenses.Verification;

/// <summary>One inspected signature with what its CMS message says; nothing, where the message cannot be read.</summary>
internal sealed record SignatureEvidence(
    InspectedSignature Inspected, SignedData? Message, CmsCheck Claims, TimeStampToken? Token, ImmutableArray<TimeStampToken> Stamps)
{
    private const int MostStamps = 16;

    /// <summary>The timestamp over an electronic seal's own signature; null where there is none, or none that can be read.</summary>
    public TimeStampToken? SealStamp { get; private init; }

    /// <summary>Certificates that stand neither in a message nor in the document's store: a seal's maker, signer, and those above.</summary>
    public ImmutableArray<Certificate> SealCertificates { get; private init; } = [];

    /// <summary>The timestamps of its content, which it was made after.</summary>
    public ImmutableArray<TimeStampToken> ContentStamps { get; private init; } = [];

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
            inspected.Timestamp is null ? ReadStamps(claims.SignatureTimeStamps) : [])
        {
            ContentStamps = inspected.Timestamp is null ? ReadStamps(claims.ContentTimeStamps) : [],
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
        return new SignatureEvidence(inspected, null, claims, null, ReadStamps(claims.SignatureTimeStamps))
        {
            SealStamp = applied.Seal.TimeStamp is { } sealStamp
                ? ReadStamps([sealStamp]).FirstOrDefault()
                : null,
            SealCertificates = [.. new[] { applied.Signer, applied.Seal.Maker }.OfType<Certificate>(), .. offered],
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

    private static ImmutableArray<TimeStampToken> ReadStamps(ImmutableArray<ReadOnlyMemory<byte>> tokens)
    {
        var stamps = ImmutableArray.CreateBuilder<TimeStampToken>();
        foreach (var encoded in tokens.Take(MostStamps))
        {
            try
            {
                stamps.Add(TimeStampToken.Decode(encoded));
            }
            catch (CmsFormatException)
            {
                continue; // a stamp that cannot be read proves nothing; it takes nothing away either
            }
        }

        return stamps.ToImmutable();
    }
}
