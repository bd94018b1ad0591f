using System.Text;
using Licenses.Crypto.Sm;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;

namespace Licenses.Tests.Crypto.Sm;

public sealed class Sm2VerifierTests
{
    private const string Point = "0409F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020"
        + "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13";

    private const string R = "F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3";
    private const string S = "B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA";

    private static readonly byte[] Text = "message digest"u8.ToArray();

    private readonly Sm2PublicKey _key = Key(Point);

    [Fact]
    public void The_standard_s_example_gives_its_Z_and_e()
    {
        Assert.Equal(
            "b2e14c5c79c6df5b85f4fe7ed8db7a262b9da7e07ccb0ea9f4747b8ccda8a4f3",
            Convert.ToHexStringLower(_key.DefaultIdentity));
        Assert.Equal(
            "f0b43e94ba45accaace692ed534382eb17e6ab5a19ce7b31f4486fdfc0d28640",
            Convert.ToHexStringLower(Sm2Identity.Digest(_key.DefaultIdentity, Text)));
    }

    [Fact]
    public void The_standard_s_example_verifies_before_and_after_the_key_has_a_table()
    {
        for (int i = 0; i < 20; i++)
        {
            Assert.True(Sm2Verifier.Verify(_key, Sm2Identity.DefaultUserId, Text, Signature(R, S)));
            Assert.False(Sm2Verifier.Verify(_key, Sm2Identity.DefaultUserId, [.. Text, 0], Signature(R, S)));
        }

        Assert.True(_key.HasTable);
    }

    [Theory]
    [InlineData("ALICE123@YAHOO.COM")]
    [InlineData("")]
    [InlineData("样例市公安局")]
    public void A_signature_counts_under_the_ID_that_it_was_made_with_and_no_other(string userId)
    {
        byte[] id = Encoding.UTF8.GetBytes(userId);
        using var own = Sm2PrivateKey.ImportPkcs8(Sm2PrivateKey.GeneratePkcs8());
        Assert.True(Sm2Signature.TryDecode(own.Sign(id, Text), out var signature, out _));

        Assert.True(Sm2Verifier.Verify(own.PublicKey, id, Text, signature));
        Assert.False(Sm2Verifier.Verify(own.PublicKey, Sm2Identity.DefaultUserId, Text, signature));
        Assert.True(BouncyCastle(own.PublicKey, id, signature.Encode()));
    }

    [Theory]
    [InlineData("3046022100" + R + "022100" + S, Sm2SignatureForm.Der)]
    [InlineData(R + S, Sm2SignatureForm.Raw)]
    [InlineData("30440220" + R + "0220" + S, Sm2SignatureForm.NegativeInteger)]
    [InlineData("304802220000" + R + "02220000" + S, Sm2SignatureForm.PaddedInteger)]
    [InlineData("3046022100" + R + "022100" + S + "0000", Sm2SignatureForm.TrailingBytes)]
    [InlineData("3048022100" + R + "022100" + S + "0500", Sm2SignatureForm.TrailingBytes)]
    [InlineData("308146022100" + R + "022100" + S, Sm2SignatureForm.LongLength)]
    [InlineData("04483046022100" + R + "022100" + S, Sm2SignatureForm.InOctetString)]
    [InlineData("0349003046022100" + R + "022100" + S, Sm2SignatureForm.InBitString)]
    [InlineData("0440" + R + S, Sm2SignatureForm.InOctetString | Sm2SignatureForm.Raw)]
    [InlineData("034100" + R + S, Sm2SignatureForm.InBitString | Sm2SignatureForm.Raw)]
    [InlineData("0446" + "30440220" + R + "0220" + S, Sm2SignatureForm.InOctetString | Sm2SignatureForm.NegativeInteger)]
    public void An_old_encoding_is_read_and_named(string encoded, Sm2SignatureForm expected)
    {
        Assert.True(Sm2Signature.TryDecode(Convert.FromHexString(encoded), out var signature, out var form));

        Assert.Equal(expected, form);
        Assert.True(Sm2Verifier.Verify(_key, Sm2Identity.DefaultUserId, Text, signature));
    }

    [Theory]
    [InlineData("")]
    [InlineData("30")]
    [InlineData("3000")]
    [InlineData("3080" + "0220" + R + "0220" + S + "0000")]
    [InlineData("3045022100" + R + "022100" + S)]
    [InlineData("3047022100" + R + "022100" + S)]
    [InlineData("30230221" + "01" + R)]
    [InlineData("3046022101" + R + "022100" + S)]
    [InlineData("3024" + "0200" + "0220" + S)]
    [InlineData("0349013046022100" + R + "022100" + S)]
    [InlineData("044A04483046022100" + R + "022100" + S)]
    [InlineData("313022100" + "0" + R + "022100" + S)]
    public void What_nobody_could_mean_is_no_signature(string encoded) =>
        Assert.False(Sm2Signature.TryDecode(Convert.FromHexString(encoded), out _, out _));

    [Fact]
    public void What_was_read_is_written_in_DER_again()
    {
        Assert.Equal("3046022100" + R + "022100" + S, Convert.ToHexString(Signature(R, S).Encode()));
        Assert.Equal("3006020101020100", Convert.ToHexString(Signature("01", "00").Encode()));
    }

    private static bool BouncyCastle(Sm2PublicKey key, byte[] userId, byte[] signature)
    {
        var signer = new SM2Signer();
        var curve = Org.BouncyCastle.Crypto.EC.CustomNamedCurves.GetByName("sm2p256v1");
        var point = new ECPublicKeyParameters(
            curve.Curve.DecodePoint(key.Encoded.ToArray()), new ECDomainParameters(curve.Curve, curve.G, curve.N, curve.H));
        signer.Init(false, new ParametersWithID(point, userId));
        signer.BlockUpdate(Text, 0, Text.Length);
        return signer.VerifySignature(signature);
    }

    private static Sm2Signature Signature(string r, string s) => new(
        Convert.FromHexString(r.PadLeft(64, '0')), Convert.FromHexString(s.PadLeft(64, '0')));

    private static Sm2PublicKey Key(string hex) =>
        Sm2PublicKey.TryDecode(Convert.FromHexString(hex), out var key) ? key : throw new ArgumentException(hex);
}
