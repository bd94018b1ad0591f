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
        byte[] signed = EncodeToSign(signer, seal, use);
        byte[] value = await signer.SignAsync(signed, cancellationToken);
        var stamp = stamper is null ? default(ReadOnlyMemory<byte>?) : await stamper(value, cancellationToken);
        return SealMaker.Assemble(signed, signer, value, stamp);
    }

    /// <summary>
    /// What keeps a seal from being applied (GB/T 38540-2020, 7.2), as far as the seal itself tells; null for nothing.
    /// Whether its maker is trusted, and whether somebody froze it, does not stand in it.
    /// </summary>
    /// <param name="seal">The seal.</param>
    /// <param name="signer">Whose key; its private half is not used. Null where that is not known yet.</param>
    /// <param name="at">When.</param>
    public static SealObstacle? FindObstacle(ElectronicSeal seal, ISealKey? signer, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(seal);
        return seal.Format == SealFormat.Gmt2014 ? SealObstacle.OldFormat
            : !Passes(SealChecks.Format(seal)) || !Passes(SealChecks.MakerSignature(seal)) || !Passes(SealChecks.CreationTime(seal, at)) ? SealObstacle.Broken
            : !Passes(SealChecks.SealExtensions(seal)) ? SealObstacle.UnknownExtension
            : at < seal.Info.ValidFrom ? SealObstacle.NotYetValid
            : at > seal.Info.ValidUntil ? SealObstacle.Expired
            : signer is null ? null
            : signer.Algorithm.Scheme != SignatureScheme.Sm2 ? SealObstacle.KeyUnfit
            : !Lists(seal.Info, signer) ? SealObstacle.SignerNotListed
            : !signer.Certificate.IsValidAt(at) ? SealObstacle.SignerNotValid
            : null;
    }

    /// <summary>The bytes that the signer's key signs, for a key that is elsewhere.</summary>
    /// <exception cref="ArgumentException">The seal does not list the signer, or is of 2014.</exception>
    public static byte[] EncodeToSign(ISealKey signer, ElectronicSeal seal, SealUse use)
    {
        ArgumentNullException.ThrowIfNull(signer);
        ArgumentNullException.ThrowIfNull(seal);
        ArgumentNullException.ThrowIfNull(use);
        if (seal.Format == SealFormat.Gmt2014)
        {
            throw new ArgumentException("Seals of 2014 are read, but not applied.", nameof(seal));
        }

        return Lists(seal.Info, signer)
            ? EncodeToSign(seal, use)
            : throw new ArgumentException("The seal does not list the signer's certificate.", nameof(signer));
    }

    /// <summary>Puts together a signature whose value was made elsewhere.</summary>
    /// <param name="signer">Whose certificate is put in.</param>
    /// <param name="toSign">What <see cref="EncodeToSign(ISealKey, ElectronicSeal, SealUse)"/> gave.</param>
    /// <param name="value">The signature value, DER.</param>
    /// <param name="timeStamp">A timestamp over the value; null for none.</param>
    public static byte[] Assemble(
        ISealKey signer, ReadOnlyMemory<byte> toSign, byte[] value, ReadOnlyMemory<byte>? timeStamp)
    {
        ArgumentNullException.ThrowIfNull(signer);
        return SealMaker.Assemble(toSign, signer, value, timeStamp);
    }

    /// <summary>How many bytes a signature by this key with this seal takes at most, without timestamps and extensions.</summary>
    public static int EstimateSize(ISealKey signer, ElectronicSeal seal)
    {
        const int FixedParts = 512; // headers, time, digest, a range in words: some 250 bytes
        ArgumentNullException.ThrowIfNull(signer);
        ArgumentNullException.ThrowIfNull(seal);
        return FixedParts + seal.Encoded.Length + signer.Certificate.Encoded.Length + signer.LargestSignature;
    }

    private static bool Passes(Finding finding) => finding.Verdict == Verdict.Passed;

    private static bool Lists(SealInfo info, ISealKey signer) =>
        Passes(SealChecks.SignerIsOnList(info, signer.Certificate.Encoded.Span));

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
