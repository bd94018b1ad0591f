using System.Collections.Immutable;
using System.Formats.Asn1;
using Licenses.Crypto.Asn1;
using Licenses.Crypto.Seals;
using Licenses.Crypto.Signatures;
using Licenses.Crypto.Sm;
using Licenses.Crypto.X509;
using Licenses.Tests.Crypto.Sm;
using Licenses.Verification;

namespace Licenses.Tests.Crypto.Seals;

/// <summary>
/// A seal and a signature by it, with every part open to a fault: what is changed here is signed properly afterwards,
/// unless the fault is in the signature itself.
/// </summary>
internal sealed record SealBench
{
    public static readonly DateTimeOffset Now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly byte[] Content = "what was sealed"u8.ToArray();

    public ISealKey Maker { get; init; } = NationalKeys.Maker;

    public ISealKey Signer { get; init; } = NationalKeys.Police;

    public int SealVersion { get; init; } = 4;

    public int? SignatureVersion { get; init; }

    public DateTimeOffset CreatedAt { get; init; } = Now.AddDays(-30);

    public DateTimeOffset ValidFrom { get; init; } = Now.AddDays(-30);

    public DateTimeOffset ValidUntil { get; init; } = Now.AddYears(1);

    public DateTimeOffset SealedAt { get; init; } = Now.AddDays(-1);

    public ImmutableArray<ReadOnlyMemory<byte>> Signers { get; init; } = [NationalKeys.Police.Certificate.Encoded];

    public ImmutableArray<SignerDigest> Digests { get; init; } = [];

    public ImmutableArray<Extension> SealExtensions { get; init; } = [];

    public ImmutableArray<Extension> SignatureExtensions { get; init; } = [];

    public byte[] DataHash { get; init; } = Sm3.HashData(Content);

    public string MakerAlgorithm { get; init; } = Oids.Sm2WithSm3;

    public string SignerAlgorithm { get; init; } = Oids.Sm2WithSm3;

    /// <summary>Shown in place of the maker's own certificate.</summary>
    public ReadOnlyMemory<byte>? MakerCertificate { get; init; }

    public ReadOnlyMemory<byte>? SignerCertificate { get; init; }

    /// <summary>What the maker signs, given information, certificate and algorithm.</summary>
    public Func<byte[], byte[], byte[], byte[]> MakerScope { get; init; } = (info, _, _) => info;

    public Func<byte[], byte[]> ChangeInfo { get; init; } = info => info;

    public Func<byte[], byte[]> ChangeMakerValue { get; init; } = value => value;

    public Func<byte[], byte[]> ChangeSignerValue { get; init; } = value => value;

    /// <summary>The bytes that the signer signs in place of the TBS_Sign.</summary>
    public Func<byte[], byte[]> SignerScope { get; init; } = signed => signed;

    public Func<byte[], byte[]> ChangeSigned { get; init; } = signed => signed;

    /// <summary>The timestamp over the maker's signature value.</summary>
    public Func<byte[], byte[]>? SealStamp { get; init; }

    /// <summary>The timestamp over the signer's signature value.</summary>
    public Func<byte[], byte[]>? Stamp { get; init; }

    /// <summary>Verifies at the bench's time, with the sample trust.</summary>
    public static VerificationRequest Request { get; } = new() { At = Now, Trust = NationalKeys.Trust };

    public static SealReport Verify(ElectronicSeal seal, VerificationRequest? request = null) =>
        ToldInChinese.Checked(SealFileVerifier.Verify(seal, request ?? Request, CancellationToken.None));

    public static SealReport Verify(SealedSignature signature, VerificationRequest? request = null) => ToldInChinese.Checked(
        SealFileVerifier.Verify(signature, name => DigestAlgorithms.TryHash(name, Content), request ?? Request, CancellationToken.None));

    public byte[] Seal()
    {
        var info = new AsnWriter(AsnEncodingRules.DER);
        Info().Encode(info);
        byte[] signed = info.Encode();
        byte[] certificate = Octets((MakerCertificate ?? Maker.Certificate.Encoded).Span);
        byte[] algorithm = Number(MakerAlgorithm);
        byte[] value = ChangeMakerValue(Sign(Maker, MakerScope(signed, certificate, algorithm)));
        return Sequence([ChangeInfo(signed), certificate, algorithm, Bits(value), .. Stamped(SealStamp, value)]);
    }

    public byte[] Signature()
    {
        byte[] signed = ToSign();
        byte[] value = ChangeSignerValue(Sign(Signer, SignerScope(signed)));
        return Sequence(
        [
            ChangeSigned(signed),
            Octets((SignerCertificate ?? Signer.Certificate.Encoded).Span),
            Number(SignerAlgorithm),
            Bits(value),
            .. Stamped(Stamp, value),
        ]);
    }

    public SealInfo Info() => new()
    {
        Version = SealVersion,
        Vendor = "SAMPLE",
        SealId = "31000000000001",
        Type = 1,
        Name = "样例市公安局电子印章",
        Signers = Digests.IsEmpty ? Signers : [],
        SignerDigests = Digests,
        CreatedAt = CreatedAt,
        ValidFrom = ValidFrom,
        ValidUntil = ValidUntil,
        Picture = new SealPicture("PNG", "no picture"u8.ToArray(), 42, 42),
        Extensions = SealExtensions,
    };

    public static byte[] Sign(ISealKey key, byte[] text) => key.SignAsync(text, CancellationToken.None).AsTask().GetAwaiter().GetResult();

    private byte[] ToSign()
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(SignatureVersion ?? SealVersion);
            writer.WriteEncodedValue(Seal());
            writer.WriteGeneralizedTime(SealedAt, omitFractionalSeconds: true);
            writer.WriteBitString(DataHash);
            writer.WriteCharacterString(UniversalTagNumber.IA5String, "/Doc_0/Signs/Sign_0/Signature.xml");
            if (!SignatureExtensions.IsEmpty)
            {
                using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0, true)))
                {
                    SealReader.WriteExtensions(writer, SignatureExtensions);
                }
            }
        }

        return writer.Encode();
    }

    private static byte[][] Stamped(Func<byte[], byte[]>? stamp, byte[] value)
    {
        if (stamp is null)
        {
            return [];
        }

        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0, true)))
        {
            writer.WriteBitString(stamp(value));
        }

        return [writer.Encode()];
    }

    public static byte[] Sequence(params ReadOnlySpan<byte[]> parts)
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            foreach (byte[] part in parts)
            {
                writer.WriteEncodedValue(part);
            }
        }

        return writer.Encode();
    }

    private static byte[] Octets(ReadOnlySpan<byte> content)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteOctetString(content);
        return writer.Encode();
    }

    private static byte[] Bits(byte[] content)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteBitString(content);
        return writer.Encode();
    }

    private static byte[] Number(string oid)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteObjectIdentifier(oid);
        return writer.Encode();
    }
}
