using Licenses.Crypto;
using Licenses.Crypto.Seals;
using Licenses.Crypto.Sm;
using Licenses.Tests.Crypto.Sm;

namespace Licenses.Tests.Crypto.Seals;

/// <summary>Seals that we make and apply: our own reader passes them, openssl parses them and verifies their signatures.</summary>
public sealed class SealMakingTests
{
    public static TheoryData<int, bool, bool> Kinds { get; } = new()
    {
        { 4, false, false }, { 4, false, true }, { 5, false, false }, { 5, true, false }, { 5, true, true },
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_we_make_passes_and_others_read_it(int version, bool sealStamped, bool byDigest)
    {
        byte[] encoded = await MakeAsync(version, sealStamped, byDigest);
        var seal = ElectronicSeal.Decode(encoded);
        byte[] applied = await SealApplier.SignAsync(
            NationalKeys.Police, seal,
            new SealUse(Sm3.HashData(SealBench.Content), SealBench.Now.AddDays(-1), "ByteRange"),
            sealStamped ? GmMessageTests.StampAsync : null, Token);
        var signature = SealedSignature.Decode(applied);

        var report = SealBench.Verify(signature);

        Assert.True(report.Verdict == Verdict.Passed, report.Decisive?.ToString());
        Assert.Equal(Verdict.Passed, SealBench.Verify(seal).Verdict);
        Assert.True(SealedSignature.LooksLikeOne(applied));
        Assert.False(SealedSignature.LooksLikeOne(encoded));
        Assert.Equal(encoded, signature.Seal.Encoded.ToArray());
        ShouldParse(encoded);
        ShouldParse(applied);
        GmMessageTests.OpenSslShouldVerify(seal.Maker!, seal.Signed.ToArray(), seal.SignatureValue.ToArray());
        GmMessageTests.OpenSslShouldVerify(signature.Signer!, signature.Signed.ToArray(), signature.SignatureValue.ToArray());
    }

    [Fact]
    public void Padding_after_the_signature_is_told_and_not_read()
    {
        byte[] padded = [.. new SealBench().Signature(), .. new byte[100]];

        Assert.Equal(100, SealedSignature.Decode(padded).TrailingBytes);
    }

    [Fact]
    public async Task A_signer_whom_the_seal_does_not_list_cannot_apply_it()
    {
        var seal = ElectronicSeal.Decode(await MakeAsync(4, false, false));

        await Assert.ThrowsAsync<ArgumentException>(async () => await SealApplier.SignAsync(
            NationalKeys.CivilAffairs, seal, new SealUse(new byte[32], SealBench.Now, ""), null, Token));
    }

    private static async Task<byte[]> MakeAsync(int version, bool isStamped, bool byDigest)
    {
        var info = new SealBench { SealVersion = version }.Info();
        if (byDigest)
        {
            info = info with
            {
                Signers = [],
                SignerDigests = [new SignerDigest("SM3", Sm3.HashData(NationalKeys.Police.Certificate.Encoded.Span))],
            };
        }

        return await SealMaker.MakeAsync(
            NationalKeys.Maker, info, isStamped ? GmMessageTests.StampAsync : null, Token);
    }

    private static void ShouldParse(byte[] encoded)
    {
        var (exitCode, output) = ForeignTool.Run(
            "openssl", new Dictionary<string, byte[]> { ["der"] = encoded }, "asn1parse", "-inform", "DER", "-in", "der");
        Assert.True(exitCode == 0, output);
    }
}
