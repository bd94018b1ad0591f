using System.Formats.Asn1;
using Licenses.Crypto.Asn1;
using Licenses.Crypto.Cms;
using Licenses.Crypto.Signatures;

namespace Licenses.Crypto.Seals;

/// <summary>Makes electronic seals: GB/T 38540-2020, or GM/T 0031-2025 where the information says version 5.</summary>
public static class SealMaker
{
    /// <summary>The version of GB/T 38540-2020.</summary>
    public const int Gbt2020 = 4;

    /// <summary>The version of GM/T 0031-2025.</summary>
    public const int Gmt2025 = 5;

    /// <summary>Signs a seal's information with the maker's key.</summary>
    /// <param name="maker">The key of the authority that makes seals.</param>
    /// <param name="info">What the seal is; its version decides the format.</param>
    /// <param name="stamper">Gives a timestamp over the signature, in version 5 only; null for none.</param>
    /// <param name="cancellationToken">Ends a signature that a slow device has not yet made.</param>
    public static async ValueTask<byte[]> MakeAsync(
        ISealKey maker, SealInfo info, SignatureStamper? stamper, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(maker);
        ArgumentNullException.ThrowIfNull(info);
        if (info.Version is not (Gbt2020 or Gmt2025) || (stamper is not null && info.Version != Gmt2025))
        {
            throw new ArgumentException($"Seals of version {info.Version} are not made so.", nameof(info));
        }

        if (info.Signers.IsEmpty == info.SignerDigests.IsEmpty)
        {
            throw new ArgumentException("A seal lists its signers by certificates or by digests.", nameof(info));
        }

        var writer = new AsnWriter(AsnEncodingRules.DER);
        info.Encode(writer);
        byte[] signed = writer.Encode();
        byte[] value = await maker.SignAsync(signed, cancellationToken);
        var stamp = stamper is null ? default(ReadOnlyMemory<byte>?) : await stamper(value, cancellationToken);
        return Assemble(signed, maker, value, stamp);
    }

    internal static byte[] Assemble(
        ReadOnlyMemory<byte> signed, ISealKey key, byte[] value, ReadOnlyMemory<byte>? stamp)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(signed.Span);
            writer.WriteOctetString(key.Certificate.Encoded.Span);
            writer.WriteObjectIdentifier(key.Algorithm.ToIdentifier().Oid);
            writer.WriteBitString(value);
            if (stamp is { } token)
            {
                using (writer.PushSequence(Ber.Context(0, true)))
                {
                    writer.WriteBitString(token.Span);
                }
            }
        }

        return writer.Encode();
    }
}
