using Licenses.Crypto;
using Licenses.Crypto.Seals;
using Licenses.Crypto.Sm;
using Licenses.Testing.Attacks;
using Licenses.Tests.Crypto.Sm;

namespace Licenses.Tests.Crypto.Seals;

/// <summary>
/// Seals and signatures put together from the parts of honest ones, part by part: whatever passes says what somebody
/// entitled signed, byte for byte.
/// </summary>
public sealed class SealSpliceTests
{
    private static readonly SealBench Police = new() { Stamp = value => SealFaults.Stamp(NationalKeys.TimeStamps, SealBench.Now, value) };

    private static readonly SealBench Five = new()
    {
        SealVersion = 5,
        Digests = [new SignerDigest("SM3", Sm3.HashData(NationalKeys.Police.Certificate.Encoded.Span))],
        SealStamp = value => SealFaults.Stamp(NationalKeys.TimeStamps, SealBench.Now.AddDays(-29), value),
    };

    // What a forger has at hand: the seal on another text, another department's, another version's.
    private static readonly SealBench[] Others =
    [
        Police with { DataHash = Sm3.HashData("another text"u8) },
        Police with { Signer = NationalKeys.CivilAffairs, Signers = [NationalKeys.CivilAffairs.Certificate.Encoded], DataHash = Sm3.HashData("another text"u8) },
        Five with { DataHash = Sm3.HashData("another text"u8) },
        Police with { SealVersion = 5, DataHash = Sm3.HashData("another text"u8) },
    ];

    // Of version 4, and of 5 with a list of digests.
    public static TheoryData<int> Versions { get; } = [4, 5];

    [Theory]
    [MemberData(nameof(Versions))]
    public void No_signature_from_the_parts_of_others_passes_for_what_nobody_signed(int version)
    {
        byte[] honest = (version == 4 ? Police : Five).Signature();
        byte[][] others = [.. Others.Select(other => other.Signature())];
        var sound = SealedSignature.Decode(honest);
        int tried = 0;
        Assert.Equal(Verdict.Passed, SealBench.Verify(sound).Verdict);

        foreach (byte[] forged in Forgeries(honest, others))
        {
            tried++;
            if (TryRead(() => SealedSignature.Decode(forged)) is { } signature && SealBench.Verify(signature).Verdict == Verdict.Passed)
            {
                Assert.Equal(sound.Signed.ToArray(), signature.Signed.ToArray());
                Assert.Equal(sound.SignerEncoded.ToArray(), signature.SignerEncoded.ToArray());
            }
        }

        Assert.InRange(tried, 1_000, int.MaxValue);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Nor_does_a_seal(int version)
    {
        byte[] honest = (version == 4 ? Police : Five).Seal();
        byte[][] others = [.. Others.Select(other => other.Seal())];
        var made = others.Append(honest).Select(seal => Convert.ToHexString(ElectronicSeal.Decode(seal).Signed.Span)).ToHashSet();
        int tried = 0;

        foreach (byte[] forged in Forgeries(honest, others))
        {
            tried++;
            if (TryRead(() => ElectronicSeal.Decode(forged)) is { } seal && SealBench.Verify(seal).Verdict == Verdict.Passed)
            {
                Assert.Contains(Convert.ToHexString(seal.Signed.Span), made);
                Assert.Equal(NationalKeys.Maker.Certificate, seal.Maker);
            }
        }

        Assert.InRange(tried, 500, int.MaxValue);
    }

    private static IEnumerable<byte[]> Forgeries(byte[] honest, byte[][] others)
    {
        var root = DerPart.Read(honest);
        byte[] critical = DerPart.Encode(0x30, [0x06, 0x04, 0x2A, 0x03, 0x04, 0x05, 0x01, 0x01, 0xFF, 0x04, 0x02, 0x05, 0x00]);
        byte[][] tails = [[0], [5, 0], [1], critical];
        foreach (var part in root.All())
        {
            var foreign = others.SelectMany(other => DerPart.Read(other).All()).Where(one => one.Path == part.Path && part.Parent is not null);
            var siblings = part.Parent?.Parts.Where(one => one != part) ?? [];
            byte[] whole = part.Encoded;
            byte[][] changed =
            [
                .. foreign.Concat(siblings).Select(one => one.Encoded),
                .. new byte[] { 0x02, 0x03, 0x04, 0x05, 0x06, 0x0C, 0x16, 0x17, 0x18, 0x23, 0x24, 0x30, 0x31, 0x80, 0xA0, 0xA1 }
                    .Select(tag => DerPart.Encode(tag, part.Content)),
                .. new byte[] { 0x04, 0x30, 0xA0 }.Select(tag => DerPart.Encode(tag, whole)),
                .. tails.Select(tail => (byte[])[.. whole, .. tail]),
                .. tails.Select(tail => (byte[])[.. tail, .. whole]),
                [],
                [.. whole, .. whole],
                [part.Tag, 0x80, .. part.Content, 0, 0],
                [part.Tag, 0x84, 0, 0, (byte)(part.Content.Length >> 8), (byte)(part.Content.Length & 0xFF), .. part.Content],
            ];
            foreach (byte[] one in changed)
            {
                yield return root.With(part, one);
            }
        }
    }

    private static T? TryRead<T>(Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (SealFormatException)
        {
            return null;
        }
    }
}
