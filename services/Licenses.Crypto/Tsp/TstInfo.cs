using System.Formats.Asn1;
using System.Numerics;
using Licenses.Crypto.Asn1;
using Licenses.Crypto.X509;

namespace Licenses.Crypto.Tsp;

// TSTInfo ::= SEQUENCE { version INTEGER { v1(1) }, policy OBJECT IDENTIFIER, messageImprint MessageImprint,
//   serialNumber INTEGER, genTime GeneralizedTime, accuracy SEQUENCE OPTIONAL, ordering BOOLEAN DEFAULT FALSE,
//   nonce INTEGER OPTIONAL, tsa [0] GeneralName OPTIONAL, extensions [1] IMPLICIT Extensions OPTIONAL }
//   -- RFC 3161, 2.4.2
/// <summary>What a timestamp authority asserts: this digest existed at that time.</summary>
public sealed record TstInfo(
    string Policy, MessageImprint Imprint, BigInteger SerialNumber, DateTimeOffset Time, BigInteger? Nonce)
{
    internal byte[] Encode()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            writer.WriteObjectIdentifier(Policy);
            Imprint.Encode(writer);
            writer.WriteInteger(SerialNumber);
            writer.WriteGeneralizedTime(Time, omitFractionalSeconds: true);
            if (Nonce is { } nonce)
            {
                writer.WriteInteger(nonce);
            }
        }

        return writer.Encode();
    }

    internal static TstInfo Decode(ReadOnlyMemory<byte> encoded)
    {
        var reader = Ber.Open(encoded);
        var sequence = reader.ReadSequence();
        reader.ThrowIfNotEmpty();
        if (!sequence.TryReadInt32(out int version) || version != 1)
        {
            throw new AsnContentException("The TSTInfo's version is not 1.");
        }

        string policy = sequence.ReadObjectIdentifier();
        var imprint = MessageImprint.Decode(sequence);
        var serial = sequence.ReadInteger();
        var time = sequence.ReadGeneralizedTime().ToUniversalTime();
        if (sequence.HasData && sequence.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence))
        {
            sequence.ReadSequence(); // accuracy: the time itself is what proofs of existence are ordered by
        }

        if (sequence.HasData && sequence.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean))
        {
            sequence.ReadBoolean();
        }

        BigInteger? nonce = sequence.HasData && sequence.PeekTag().HasSameClassAndValue(Asn1Tag.Integer)
            ? sequence.ReadInteger()
            : null;
        RefuseUnknownCritical(sequence);
        return new TstInfo(policy, imprint, serial, time, nonce);
    }

    private static void RefuseUnknownCritical(AsnReader sequence)
    {
        if (Ber.NextIs(sequence, 0))
        {
            sequence.ReadEncodedValue();
        }

        if (Ber.NextIs(sequence, 1))
        {
            var extensions = sequence.ReadSequence(Ber.Context(1, true));
            while (extensions.HasData)
            {
                if (Extension.Decode(extensions) is { IsCritical: true } extension)
                {
                    throw new AsnContentException($"The TSTInfo has the unknown critical extension {extension.Oid}.");
                }
            }
        }

        sequence.ThrowIfNotEmpty();
    }
}
