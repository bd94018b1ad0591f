using System.Formats.Asn1;
using Licenses.Crypto.Asn1;
using Licenses.Crypto.Cms;
using Licenses.Crypto.Signatures;

namespace Licenses.Crypto.Seals;

/// <summary>Applies a seal to a document: makes the SES_Signature over its digest (GB/T 38540-2020, 7.2).</summary>
public static class SealApplier
{
    /// <summary>Signs a document's digest with a seal.</summary>
    /// <param name="signer">The key of a signer whom the seal lists.</param>
    /// <param name="seal">The seal, of version 4 or 5; its bytes go into the signature as they are.</param>
    /// <param name="use">What is sealed, and when.</param>
    /// <param name="stamper">Gives a timestamp over the signature; null for none.</param>
    /// <param name="cancellationToken">Ends a signature that a slow device has not yet made.</param>
    /// <exception cref="ArgumentException">The seal does not list the signer, or is of 2014.</exception>
    public static async ValueTask<byte[]> SignAsync(
        ISealKey signer, ElectronicSeal seal, SealUse use, SignatureStamper? stamper, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(signer);
        ArgumentNullException.ThrowIfNull(seal);
        ArgumentNullException.ThrowIfNull(use);
        if (seal.Format == SealFormat.Gmt2014)
        {
            throw new ArgumentException("Seals of 2014 are read, but not applied.", nameof(seal));
        }

        if (!Lists(seal.Info, signer))
        {
            throw new ArgumentException("The seal does not list the signer's certificate.", nameof(signer));
        }

        byte[] signed = EncodeToSign(seal, use);
        byte[] value = await signer.SignAsync(signed, cancellationToken);
        var stamp = stamper is null ? default(ReadOnlyMemory<byte>?) : await stamper(value, cancellationToken);
        return SealMaker.Assemble(signed, signer, value, stamp);
    }

    private static bool Lists(SealInfo info, ISealKey signer)
    {
        var certificate = signer.Certificate.Encoded;
        return info.Signers.Any(listed => listed.Span.SequenceEqual(certificate.Span))
            || info.SignerDigests.Any(listed => listed.Value.Span.SequenceEqual(
                DigestAlgorithms.TryHash(signer.Algorithm.Digest, certificate.Span)));
    }

    private static byte[] EncodeToSign(ElectronicSeal seal, SealUse use)
    {
        var writer = new AsnWriter(AsnEncodingRules.BER); // the seal goes in as received, whatever its encoding
        using (writer.PushSequence())
        {
            writer.WriteInteger(seal.Info.Version);
            writer.WriteEncodedValue(seal.Encoded.Span);
            writer.WriteGeneralizedTime(use.Time, omitFractionalSeconds: true);
            writer.WriteBitString(use.DataHash.Span);
            writer.WriteCharacterString(UniversalTagNumber.IA5String, use.PropertyInfo);
            if (!use.Extensions.IsEmpty)
            {
                using (writer.PushSequence(Ber.Context(0, true)))
                {
                    SealReader.WriteExtensions(writer, use.Extensions);
                }
            }
        }

        return writer.Encode();
    }
}
