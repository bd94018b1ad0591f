using System.Security.Cryptography;
using Licenses.Crypto.Sm;

namespace Licenses.Tests.Crypto.Sm;

/// <summary>Keys inside libcrypto and inside BouncyCastle: what one signs, openssl and our own verifier take.</summary>
public sealed class Sm2PrivateKeyTests
{
    private static readonly byte[] Text = "an honest text"u8.ToArray();

    public static TheoryData<bool> Libraries { get; } = [false, true];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void What_is_signed_verifies_with_openssl(bool withLibcrypto)
    {
        byte[] pkcs8 = Sm2PrivateKey.GeneratePkcs8();
        using var key = Import(pkcs8, withLibcrypto);
        byte[] signature = key.Sign(Sm2Identity.DefaultUserId, Text);

        var (exitCode, output) = Verify(pkcs8, signature);

        Assert.True(exitCode == 0, output);
        Assert.NotEqual(0, Verify(pkcs8, key.Sign("another"u8, Text)).ExitCode);
    }

    [Fact]
    public void Both_libraries_find_the_same_public_half()
    {
        byte[] pkcs8 = Sm2PrivateKey.GeneratePkcs8();
        using var one = Import(pkcs8, true);
        using var other = Import(pkcs8, false);

        Assert.Equal(one.PublicKey.Encoded.ToArray(), other.PublicKey.Encoded.ToArray());
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void The_standard_s_key_has_the_standard_s_public_half(bool withLibcrypto)
    {
        using var key = Import(
            Sm2PrivateKeyInfo.Encode(Convert.FromHexString("3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8")),
            withLibcrypto);

        Assert.StartsWith("0409F9DF311E5421A1", Convert.ToHexString(key.PublicKey.Encoded.Span), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("30820122300d06092a864886f70d01010105000382010f00")] // RSA, cut short
    [InlineData("3000")]
    [InlineData("")]
    [InlineData("3041020100301306072a8648ce3d020106082a8648ce3d030107042730250201010420"
        + "3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8")] // P-256
    public void What_is_no_SM2_key_is_refused(string hex) =>
        Assert.Throws<CryptographicException>(() => Sm2PrivateKey.ImportPkcs8(Convert.FromHexString(hex)));

    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54122")]
    [InlineData("FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123")]
    public void A_scalar_out_of_range_is_no_key(string scalar) =>
        Assert.Throws<CryptographicException>(
            () => Import(Sm2PrivateKeyInfo.Encode(Convert.FromHexString(scalar)), withLibcrypto: false));

    [Fact]
    public void Threads_may_share_a_key()
    {
        using var key = Sm2PrivateKey.ImportPkcs8(Sm2PrivateKey.GeneratePkcs8());

        // Each signature is verified before it is given out, so a mixed-up one would throw.
        Parallel.For(0, 200, _ => key.Sign(Sm2Identity.DefaultUserId, Text));
    }

    private static Sm2PrivateKey Import(byte[] pkcs8, bool withLibcrypto)
    {
        if (!withLibcrypto)
        {
            return BouncyCastleSm2Key.Import(pkcs8);
        }

        Assert.SkipUnless(Sm2PrivateKey.HasLibcrypto, "libcrypto.so.3 with SM2 is not installed here.");
        return LibcryptoSm2Key.Import(pkcs8);
    }

    private static (int ExitCode, string Output) Verify(byte[] pkcs8, byte[] signature) => ForeignTool.Run(
        "openssl",
        new Dictionary<string, byte[]> { ["key"] = pkcs8, ["text"] = Text, ["signature"] = signature },
        "pkeyutl", "-verify", "-rawin", "-digest", "sm3", "-pkeyopt", "distid:1234567812345678",
        "-inkey", "key", "-keyform", "DER", "-in", "text", "-sigfile", "signature");
}
