using System.Formats.Asn1;
using System.Numerics;
using Licenses.Crypto.Asn1;
using Licenses.Crypto.Cms;

namespace Licenses.Crypto.Tsp;

// TimeStampReq ::= SEQUENCE { version INTEGER { v1(1) }, messageImprint MessageImprint, reqPolicy OBJECT IDENTIFIER
//   OPTIONAL, nonce INTEGER OPTIONAL, certReq BOOLEAN DEFAULT FALSE, extensions [0] IMPLICIT Extensions OPTIONAL }
//   -- RFC 3161, 2.4.1
/// <summary>A question to a timestamp authority.</summary>
/// <param name="Imprint">What is to be stamped.</param>
/// <param name="Policy">The policy that the token must be issued under; null: the authority's own.</param>
/// <param name="Nonce">What the token must repeat.</param>
/// <param name="WantsCertificates">Whether the token shall hold the authority's certificate.</param>
public sealed record TimeStampRequest(MessageImprint Imprint, string? Policy, BigInteger? Nonce, bool WantsCertificates)
{
    private const int LargestSize = 16 * 1024;

    /// <exception cref="CmsFormatException">The bytes are not a timestamp request.</exception>
    public static TimeStampRequest Decode(ReadOnlyMemory<byte> encoded)
    {
        if (encoded.Length > LargestSize)
        {
            throw new CmsFormatException($"A timestamp request of more than {LargestSize} bytes", LargestSize);
        }

        try
        {
            var sequence = Ber.Open(encoded).ReadSequence();
            sequence.ReadInteger();
            var imprint = MessageImprint.Decode(sequence);
            string? policy = NextIs(sequence, Asn1Tag.ObjectIdentifier) ? sequence.ReadObjectIdentifier() : null;
            BigInteger? nonce = NextIs(sequence, Asn1Tag.Integer) ? sequence.ReadInteger() : null;
            bool wantsCertificates = NextIs(sequence, Asn1Tag.Boolean) && sequence.ReadBoolean();
            return new TimeStampRequest(imprint, policy, nonce, wantsCertificates);
        }
        catch (AsnContentException e)
        {
            throw new CmsFormatException("Not a timestamp request: " + e.Message, Ber.FirstFault(encoded.Span), e);
        }
    }

    public byte[] Encode()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            Imprint.Encode(writer);
            if (Policy is { } policy)
            {
                writer.WriteObjectIdentifier(policy);
            }

            if (Nonce is { } nonce)
            {
                writer.WriteInteger(nonce);
            }

            if (WantsCertificates)
            {
                writer.WriteBoolean(true);
            }
        }

        return writer.Encode();
    }

    private static bool NextIs(AsnReader sequence, Asn1Tag tag) =>
        sequence.HasData && sequence.PeekTag().HasSameClassAndValue(tag);
}
