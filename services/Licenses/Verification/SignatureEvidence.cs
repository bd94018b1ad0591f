using Licenses.Crypto.Cms;
using Licenses.Crypto.Tsp;
using Licenses.Pdf.Signing;

namespace Licenses.Verification;

/// <summary>One inspected signature with what its CMS message says; nothing, where the message cannot be read.</summary>
internal sealed record SignatureEvidence(
    InspectedSignature Inspected, SignedData? Message, CmsCheck Claims, TimeStampToken? Token, ImmutableArray<TimeStampToken> Stamps)
{
    private const int MostStamps = 16;

    /// <summary>The timestamps of its content, which it was made after.</summary>
    public ImmutableArray<TimeStampToken> ContentStamps { get; private init; } = [];

    /// <summary>Where its signed bytes end: timestamps that end later cover it, and it covers those that end before.</summary>
    public long Place => Inspected.SignedLength ?? long.MaxValue;

    public static SignatureEvidence Of(InspectedSignature inspected)
    {
        var claims = inspected.CmsCheck ?? (inspected.Cms is { } cms ? CmsVerifier.Describe(cms) : new CmsCheck());
        return new SignatureEvidence(
            inspected, inspected.Cms, claims, inspected.Timestamp,
            inspected.Timestamp is null ? ReadStamps(claims.SignatureTimeStamps) : [])
        {
            ContentStamps = inspected.Timestamp is null ? ReadStamps(claims.ContentTimeStamps) : [],
        };
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
