using Licenses.Crypto.Cms;
using Licenses.Crypto.Tsp;
using Licenses.Pdf.Signing;

namespace Licenses.Verification;

/// <summary>One inspected signature with what its CMS message says; both are null where the message cannot be read.</summary>
internal sealed record SignatureEvidence(
    InspectedSignature Inspected, SignedData? Message, CmsCheck Claims, TimeStampToken? Token, ImmutableArray<TimeStampToken> Stamps)
{
    private const int MostStamps = 16;

    public static SignatureEvidence Of(InspectedSignature inspected)
    {
        try
        {
            var message = SignedData.Decode(inspected.CmsBytes);
            bool isTimestamp = inspected.Kind == SignatureKind.Timestamp;
            var claims = CmsVerifier.Describe(message, isTimestamp ? CmsProfile.TimeStamp : CmsProfile.CadesDetached);
            return new SignatureEvidence(
                inspected, message, claims, isTimestamp ? TimeStampToken.From(message) : null,
                isTimestamp ? [] : ReadStamps(claims));
        }
        catch (CmsFormatException)
        {
            return new SignatureEvidence(inspected, null, new CmsCheck(), null, []); // the inspection has said so
        }
    }

    private static ImmutableArray<TimeStampToken> ReadStamps(CmsCheck claims)
    {
        var stamps = ImmutableArray.CreateBuilder<TimeStampToken>();
        foreach (var encoded in claims.SignatureTimeStamps.Take(MostStamps))
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
