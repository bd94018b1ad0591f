using System.Formats.Asn1;
using Licenses.Crypto.Asn1;
using Licenses.Crypto.X509;

namespace Licenses.Crypto.Ocsp;

// OCSPRequest ::= SEQUENCE { tbsRequest TBSRequest, optionalSignature [0] EXPLICIT Signature OPTIONAL }
// TBSRequest ::= SEQUENCE { version [0] EXPLICIT INTEGER DEFAULT v1, requestorName [1] EXPLICIT GeneralName OPTIONAL,
//   requestList SEQUENCE OF SEQUENCE { reqCert CertID, singleRequestExtensions [0] EXPLICIT Extensions OPTIONAL },
//   requestExtensions [2] EXPLICIT Extensions OPTIONAL }  -- RFC 6960, 4.1.1
/// <summary>A question to an OCSP responder; ours are unsigned and about one certificate, as the lightweight profile wants.</summary>
/// <param name="Ids">Which certificates.</param>
/// <param name="Nonce">What the answer must repeat; null: an answer made earlier will do (RFC 9919).</param>
public sealed record OcspRequest(ImmutableArray<CertificateId> Ids, ReadOnlyMemory<byte>? Nonce = null)
{
    private const int LargestSize = 16 * 1024;

    /// <exception cref="OcspFormatException">The bytes are not an OCSP request.</exception>
    public static OcspRequest Decode(ReadOnlyMemory<byte> encoded)
    {
        if (encoded.Length > LargestSize)
        {
            throw new OcspFormatException($"An OCSP request of more than {LargestSize} bytes", LargestSize);
        }

        try
        {
            return ReadSigned(Ber.Open(encoded).ReadSequence().ReadSequence());
        }
        catch (AsnContentException e)
        {
            throw new OcspFormatException("Not an OCSP request: " + e.Message, Ber.FirstFault(encoded.Span), e);
        }
    }

    public byte[] Encode()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                foreach (var id in Ids)
                {
                    using (writer.PushSequence())
                    {
                        id.Encode(writer);
                    }
                }
            }

            if (Nonce is { } nonce)
            {
                using (writer.PushSequence(Ber.Context(2, true)))
                {
                    OcspNonce.Encode(writer, nonce.Span);
                }
            }
        }

        return writer.Encode();
    }

    private static OcspRequest ReadSigned(AsnReader signed)
    {
        for (int skipped = 0; skipped <= 1; skipped++)
        {
            if (Ber.NextIs(signed, skipped))
            {
                signed.ReadEncodedValue();
            }
        }

        var list = signed.ReadSequence();
        var ids = ImmutableArray.CreateBuilder<CertificateId>(1);
        while (list.HasData)
        {
            ids.Add(CertificateId.Decode(list.ReadSequence()));
        }

        var nonce = Ber.NextIs(signed, 2)
            ? OcspNonce.Find(Extension.DecodeList(signed.ReadSequence(Ber.Context(2, true))))
            : null;
        return new OcspRequest(ids.ToImmutable(), nonce);
    }
}
