using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Licenses.Crypto.Ocsp;

namespace Licenses.Cli.Pki.Serving;

// OCSPResponse, BasicOCSPResponse, ResponseData, SingleResponse  -- RFC 6960, 4.2.1
/// <summary>An OCSP response to give.</summary>
internal sealed record OcspReply(
    OcspRequest Request, WorldAuthority Authority, WorldPeriod Period, ReadOnlyMemory<byte>? Nonce)
{
    public const byte MalformedRequest = 1;
    public const byte TryLater = 3;

    /// <summary>An error: unsigned, as the standard has it.</summary>
    public static byte[] Error(byte status)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue([0x0A, 1, status]); // ENUMERATED
        }

        return writer.Encode();
    }

    /// <summary>Answers with what was known at the authority's last rebase.</summary>
    public bool IsBehind { get; init; }

    public byte[] Sign(WorldSigner signer, DateTimeOffset now)
    {
        var basic = signer.Sign(EncodeData(signer, now), writer =>
        {
            using (writer.PushSequence(Context(0)))
            using (writer.PushSequence())
            {
                writer.WriteEncodedValue(signer.Certificate.RawData);
            }
        });
        var response = new AsnWriter(AsnEncodingRules.DER);
        using (response.PushSequence())
        {
            response.WriteEncodedValue([0x0A, 1, 0]); // successful
            using (response.PushSequence(Context(0)))
            using (response.PushSequence())
            {
                response.WriteObjectIdentifier("1.3.6.1.5.5.7.48.1.1");
                response.WriteOctetString(basic);
            }
        }

        return response.Encode();
    }

    private byte[] EncodeData(WorldSigner signer, DateTimeOffset now)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence(Context(2))) // byKey
            {
                writer.WriteOctetString(SHA1.HashData(signer.Certificate.PublicKey.EncodedKeyValue.RawData));
            }

            writer.WriteGeneralizedTime(IsBehind ? Period.ThisUpdate : now, omitFractionalSeconds: true);
            using (writer.PushSequence())
            {
                foreach (var id in Request.Ids)
                {
                    WriteAnswer(writer, id);
                }
            }

            if (Nonce is { } nonce)
            {
                using (writer.PushSequence(Context(1)))
                {
                    OcspNonce.Encode(writer, nonce.Span);
                }
            }
        }

        return writer.Encode();
    }

    private void WriteAnswer(AsnWriter writer, CertificateId id)
    {
        using (writer.PushSequence())
        {
            id.Encode(writer);
            var found = IsBehind ? Authority.FindInBase(id.SerialBytes.Span) : Authority.Find(id.SerialBytes.Span);
            if (found is { } revocation)
            {
                using (writer.PushSequence(Context(1)))
                {
                    writer.WriteGeneralizedTime(revocation.At, omitFractionalSeconds: true);
                    if (revocation.Reason != X509RevocationReason.Unspecified)
                    {
                        using (writer.PushSequence(Context(0)))
                        {
                            writer.WriteEnumeratedValue(revocation.Reason);
                        }
                    }
                }
            }
            else
            {
                writer.WriteNull(Context(Authority.Knows(id.SerialBytes.Span) ? 0 : 2)); // good, or unknown
            }

            writer.WriteGeneralizedTime(Period.ThisUpdate, omitFractionalSeconds: true);
            using (writer.PushSequence(Context(0)))
            {
                writer.WriteGeneralizedTime(Period.NextUpdate, omitFractionalSeconds: true);
            }
        }
    }

    private static Asn1Tag Context(int number) => new(TagClass.ContextSpecific, number);
}
