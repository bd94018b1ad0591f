using System.Formats.Asn1;
using Licenses.Crypto.Signatures;
using Licenses.Testing.SamplePki;

namespace Licenses.Testing.Attacks;

/// <summary>
/// An electronic seal and a signature by it exactly as told, right or wrong (GB/T 38540-2020, 6.1 and 7.1). What is
/// changed before it is signed is signed properly.
/// </summary>
public sealed record RawSes
{
    public const string Sm2WithSm3 = "1.2.156.10197.1.501";

    private static readonly Asn1Tag Zero = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly DateTimeOffset January = new(2026, 1, 10, 0, 0, 0, TimeSpan.Zero);

    public ISealKey Maker { get; init; } = NationalSeals.Maker;

    public ISealKey Signer { get; init; } = NationalSeals.Police;

    public int SealVersion { get; init; } = 4;

    public int? SignatureVersion { get; init; }

    public string Name { get; init; } = "样例市公安局电子印章";

    public DateTimeOffset CreatedAt { get; init; } = January;

    public DateTimeOffset ValidFrom { get; init; } = January;

    public DateTimeOffset ValidUntil { get; init; } = January.AddYears(5);

    public DateTimeOffset SealedAt { get; init; } = January.AddDays(2);

    /// <summary>The certificates on the list; null: the signer's.</summary>
    public IReadOnlyList<byte[]>? Listed { get; init; }

    /// <summary>Digests on the list, in place of certificates.</summary>
    public IReadOnlyList<(string Type, byte[] Value)> Digests { get; init; } = [];

    /// <summary>What the list says to hold; null: what it holds.</summary>
    public int? ListType { get; init; }

    /// <summary>A critical extension that nobody knows, in the seal.</summary>
    public bool HasUnknownInSeal { get; init; }

    /// <summary>The same in the signature.</summary>
    public bool HasUnknown { get; init; }

    public string MakerAlgorithm { get; init; } = Sm2WithSm3;

    public string SignerAlgorithm { get; init; } = Sm2WithSm3;

    /// <summary>The signer's certificate as shown; null: his own.</summary>
    public byte[]? ShownSigner { get; init; }

    /// <summary>Two parts, and the maker signs his certificate along, as in 2014.</summary>
    public bool IsOld { get; init; }

    /// <summary>timeInfo as encoded; null: the time of sealing in the standard's type.</summary>
    public byte[]? TimeInfo { get; init; }

    /// <summary>Encodes the maker's code and what is protected; null: IA5String.</summary>
    public Func<string, byte[]>? Text { get; init; }

    /// <summary>The timestamp stands in [0] by itself, in no BIT STRING.</summary>
    public bool IsStampBare { get; init; }

    /// <summary>What the maker signs, from the seal's information.</summary>
    public Func<byte[], byte[]>? MakerText { get; init; }

    /// <summary>What is signed as the content's digest.</summary>
    public Func<CoveredBytes, byte[]> DataHash { get; init; } = covered => Sm3(covered.Bytes);

    public Func<CoveredBytes, string> Property { get; init; } = covered => covered.Range;

    /// <summary>The seal, before the signer signs it.</summary>
    public Func<byte[], byte[]> ChangeSeal { get; init; } = seal => seal;

    /// <summary>What was signed, afterwards.</summary>
    public Func<byte[], byte[]> ChangeSigned { get; init; } = signed => signed;

    /// <summary>The signer's value.</summary>
    public Func<byte[], byte[]> ChangeValue { get; init; } = value => value;

    /// <summary>The signer's value, made in another way from what is to be signed.</summary>
    public Func<byte[], Task<byte[]>>? Sign { get; init; }

    /// <summary>The timestamp over the signer's value.</summary>
    public Func<byte[], Task<byte[]>>? Stamp { get; init; }

    /// <summary>The timestamp over the maker's value.</summary>
    public Func<byte[], Task<byte[]>>? SealStamp { get; init; }

    /// <summary>All of it, at last.</summary>
    public Func<byte[], byte[]> ChangeAll { get; init; } = all => all;

    public static byte[] Sm3(ReadOnlySpan<byte> data) => DigestAlgorithms.TryHash(DigestAlgorithms.Sm3Name, data)!;

    public async Task<byte[]> SealAsync()
    {
        byte[] info = Information();
        byte[] certificate = Octets(Maker.Certificate.Encoded.Span);
        byte[] algorithm = Number(MakerAlgorithm);
        byte[] text = MakerText?.Invoke(info) ?? (IsOld ? Sequence(info, certificate, algorithm) : info);
        byte[] value = await Maker.SignAsync(text, CancellationToken.None);
        return IsOld
            ? Sequence(info, Sequence(certificate, algorithm, Bits(value)))
            : Sequence([info, certificate, algorithm, Bits(value), .. await StampedAsync(SealStamp, value)]);
    }

    public async Task<byte[]> SignAsync(CoveredBytes covered)
    {
        byte[] signed = await ToSignAsync(covered);
        byte[] value = ChangeValue(Sign is null ? await Signer.SignAsync(signed, CancellationToken.None) : await Sign(signed));
        return ChangeAll(IsOld
            ? Sequence(ChangeSigned(signed), Bits(value))
            : Sequence(
            [
                ChangeSigned(signed), Octets(ShownSigner ?? Signer.Certificate.Encoded.ToArray()), Number(SignerAlgorithm), Bits(value),
                .. IsStampBare ? [Wrap(await Stamp!(value))] : await StampedAsync(Stamp, value),
            ]));
    }

    private async Task<byte[]> ToSignAsync(CoveredBytes covered)
    {
        byte[] seal = ChangeSeal(await SealAsync());
        byte[] time = Write(writer => writer.WriteGeneralizedTime(SealedAt, omitFractionalSeconds: true));
        return Sequence(
        [
            Write(writer => writer.WriteInteger(SignatureVersion ?? SealVersion)),
            seal,
            TimeInfo ?? (IsOld ? Bits(time) : time),
            Bits(DataHash(covered)),
            Text?.Invoke(Property(covered)) ?? Ascii(Property(covered)),
            .. IsOld ? [Octets(Signer.Certificate.Encoded.Span), Number(SignerAlgorithm)] : HasUnknown ? [Wrap(Unknown)] : (byte[][])[],
        ]);
    }

    private byte[] Information() => Sequence(
    [
        Sequence(Ascii("ES"), Write(writer => writer.WriteInteger(SealVersion)), Text?.Invoke("样例_SAMPLE") ?? Ascii("SAMPLE")),
        Ascii("31000000000001"),
        Sequence(
        [
            Write(writer => writer.WriteInteger(1)),
            Write(writer => writer.WriteCharacterString(UniversalTagNumber.UTF8String, Name)),
            .. IsOld ? (byte[][])[] : [Write(writer => writer.WriteInteger(ListType ?? (Digests.Count == 0 ? 1 : 2)))],
            Sequence(Digests.Count == 0
                ? [.. (Listed ?? [Signer.Certificate.Encoded.ToArray()]).Select(listed => Octets(listed))]
                : [.. Digests.Select(digest => Sequence(
                    Write(writer => writer.WriteCharacterString(UniversalTagNumber.PrintableString, digest.Type)), Octets(digest.Value)))]),
            Time(CreatedAt), Time(ValidFrom), Time(ValidUntil),
        ]),
        Sequence(Ascii("PNG"), Octets("no picture"u8), Write(writer => writer.WriteInteger(42)), Write(writer => writer.WriteInteger(42))),
        .. HasUnknownInSeal ? [Unknown] : (byte[][])[],
    ]);

    private static byte[] Unknown => Sequence(Sequence(Number("1.2.3.4.5"), Write(writer => writer.WriteBoolean(true)), Octets([5, 0])));

    private byte[] Time(DateTimeOffset time) => Write(writer =>
    {
        if (IsOld)
        {
            writer.WriteUtcTime(time);
        }
        else
        {
            writer.WriteGeneralizedTime(time, omitFractionalSeconds: true);
        }
    });

    private static async Task<byte[][]> StampedAsync(Func<byte[], Task<byte[]>>? stamp, byte[] value) =>
        stamp is null ? [] : [Wrap(Bits(await stamp(value)))];

    private static byte[] Wrap(byte[] part) => Write(writer =>
    {
        using (writer.PushSequence(Zero))
        {
            writer.WriteEncodedValue(part);
        }
    });

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

    private static byte[] Ascii(string text) => Write(writer => writer.WriteCharacterString(UniversalTagNumber.IA5String, text));

    private static byte[] Octets(ReadOnlySpan<byte> content)
    {
        byte[] copy = content.ToArray();
        return Write(writer => writer.WriteOctetString(copy));
    }

    private static byte[] Bits(byte[] content) => Write(writer => writer.WriteBitString(content));

    private static byte[] Number(string oid) => Write(writer => writer.WriteObjectIdentifier(oid));

    private static byte[] Write(Action<AsnWriter> write) => RawCms.Encode(write);
}
