using System.Formats.Asn1;
using Licenses.Crypto.Asn1;
using Licenses.Crypto.X509;

namespace Licenses.Crypto.Ocsp;

// Nonce ::= OCTET STRING (SIZE(1..128))  -- RFC 9654, 2.1
/// <summary>What ties an OCSP answer to its question, where a caller wants more than a fresh one.</summary>
public static class OcspNonce
{
    /// <summary>What a client sends (RFC 9654, 2.1).</summary>
    public const int Length = 32;

    private const int LongestLength = 128;

    /// <summary>The nonce among a message's extensions; null where there is none, or none that RFC 9654 allows.</summary>
    public static ReadOnlyMemory<byte>? Find(ImmutableArray<Extension> extensions)
    {
        if (extensions.FirstOrDefault(extension => extension.Oid == Oids.OcspNonce) is not { } found)
        {
            return null;
        }

        try
        {
            var nonce = Ber.ReadOctets(Ber.Open(found.Value));
            return nonce.Length is >= 1 and <= LongestLength ? nonce : default(ReadOnlyMemory<byte>?);
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    /// <summary>Writes Extensions with the nonce as their only member.</summary>
    public static void Encode(AsnWriter writer, ReadOnlySpan<byte> nonce)
    {
        ArgumentNullException.ThrowIfNull(writer);
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(Oids.OcspNonce);
            using (writer.PushOctetString())
            {
                writer.WriteOctetString(nonce);
            }
        }
    }
}
