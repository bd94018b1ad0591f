using System.Formats.Asn1;
using Licenses.Crypto.Asn1;

namespace Licenses.Crypto.Cms;

// RevocationInfoArchival ::= SEQUENCE { crl [0] EXPLICIT SEQUENCE OF CertificateList OPTIONAL,
//   ocsp [1] EXPLICIT SEQUENCE OF OCSPResponse OPTIONAL, otherRevInfo [2] … OPTIONAL }  -- ISO 32000-1, 12.8.3.3.2
/// <summary>Revocation data that a signature carries in itself: the CMS's own CRLs, and Adobe's signed attribute.</summary>
public sealed record EmbeddedRevocation(
    ImmutableArray<ReadOnlyMemory<byte>> Lists, ImmutableArray<ReadOnlyMemory<byte>> Responses)
{
    public static EmbeddedRevocation Of(SignedData cms)
    {
        ArgumentNullException.ThrowIfNull(cms);
        var lists = cms.Crls.ToBuilder();
        var responses = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>();
        var values = cms.SignerInfos.SelectMany(signer => signer.SignedAttributes)
            .Where(attribute => attribute.Oid == Oids.AdobeRevocation)
            .SelectMany(attribute => attribute.Values);
        foreach (var value in values)
        {
            try
            {
                var archival = Ber.Open(value).ReadSequence();
                AddAll(archival, 0, lists);
                AddAll(archival, 1, responses);
            }
            catch (AsnContentException)
            {
                continue; // data that cannot be read cannot help
            }
        }

        return new EmbeddedRevocation(lists.ToImmutable(), responses.ToImmutable());
    }

    private static void AddAll(AsnReader archival, int number, ImmutableArray<ReadOnlyMemory<byte>>.Builder into)
    {
        if (Ber.NextIs(archival, number))
        {
            var sequence = archival.ReadSequence(Ber.Context(number, true)).ReadSequence();
            while (sequence.HasData)
            {
                into.Add(sequence.ReadEncodedValue());
            }
        }
    }
}
