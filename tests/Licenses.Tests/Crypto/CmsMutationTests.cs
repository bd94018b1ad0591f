using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using Licenses.Crypto;
using Licenses.Crypto.Cms;
using Licenses.Crypto.Ocsp;
using Licenses.Crypto.Signatures;
using Licenses.Crypto.Tsp;
using Licenses.Crypto.X509;

namespace Licenses.Tests.Crypto;

public sealed class CmsMutationTests
{
    private static readonly byte[] Content = "content that was signed"u8.ToArray();

    [Theory]
    [InlineData("p256")]
    [InlineData("rsa2048")]
    public async Task No_flipped_bit_leads_to_another_signer_or_another_content(string kind)
    {
        using var key = SampleKeys.Make(kind);
        byte[] honest = await SignAsync(key);
        int intact = 0;

        for (int bit = 0; bit < honest.Length * 8; bit++)
        {
            byte[] forged = Flip(honest, bit);
            if (TryVerify(forged) is { Intact: true } check)
            {
                Assert.Equal(key.Certificate, check.SignerCertificate);
                intact++;
            }
        }

        // What may differ and still verify is what nobody signs: versions, the list of digests, other certificates.
        Assert.InRange(intact, 0, honest.Length * 8 / 20);
    }

    [Fact]
    public async Task No_flipped_bit_in_attributes_value_or_certificate_verifies()
    {
        using var key = SampleKeys.Make("p256");
        byte[] honest = await SignAsync(key);
        var signer = SignedData.Decode(honest).SignerInfos[0];
        ReadOnlyMemory<byte>[] parts =
            [signer.Signature, key.Certificate.Encoded, .. signer.SignedAttributes.Select(attribute => attribute.Encoded)];

        foreach (var part in parts)
        {
            int start = honest.AsSpan().IndexOf(part.Span);
            for (int bit = start * 8; bit < (start + part.Length) * 8; bit++)
            {
                Assert.False(TryVerify(Flip(honest, bit)) is { Intact: true }, $"bit {bit}");
            }
        }
    }

    [Fact]
    public async Task Other_content_does_not_verify()
    {
        using var key = SampleKeys.Make("p256");

        var check = CmsVerifier.VerifyDetached(SignedData.Decode(await SignAsync(key)), _ => SHA256.HashData("other"u8));

        Assert.False(check.Intact);
        Assert.Contains(check.Findings, finding => finding.SubIndication == SubIndication.HashFailure);
    }

    [Fact]
    public void No_byte_string_crashes_a_decoder() =>
        Prop.ForAll<byte[]>(bytes => DecodesOrRefuses(bytes)).Check(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(2000));

    [Fact]
    public async Task No_damaged_message_crashes_a_decoder()
    {
        using var key = SampleKeys.Make("p256");
        byte[] honest = await SignAsync(key);
        byte[] certificate = key.Certificate.Encoded.ToArray();
        var damage = from seed in ArbMap.Default.ArbFor<int>().Generator
                     from original in Gen.Elements(honest, certificate)
                     select Damage(original, seed);

        Prop.ForAll(damage.ToArbitrary(), DecodesOrRefuses).Check(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(5000));
    }

    private static bool DecodesOrRefuses(byte[] bytes)
    {
        Action<byte[]>[] decoders =
        [
            input => Certificate.Decode(input),
            input => CertificateList.Decode(input),
            input => SubjectPublicKeyInfo.Decode(input),
            input => TryVerify(input, rethrow: true),
            input => TimeStampToken.Decode(input),
            input => OcspResponse.Decode(input),
        ];
        foreach (var decode in decoders)
        {
            try
            {
                decode(bytes);
            }
            catch (Exception e) when (e is CertificateFormatException or CmsFormatException or OcspFormatException)
            {
                Assert.InRange(OffsetOf(e), 0, Math.Max(bytes.Length, 1));
            }
        }

        return true;
    }

    private static long OffsetOf(Exception e) => e switch
    {
        CertificateFormatException certificate => certificate.Offset,
        CmsFormatException cms => cms.Offset,
        OcspFormatException ocsp => ocsp.Offset,
        _ => -1,
    };

    private static CmsCheck? TryVerify(byte[] encoded, bool rethrow = false)
    {
        try
        {
            return CmsVerifier.VerifyDetached(
                SignedData.Decode(encoded), name => DigestAlgorithms.TryHash(name, Content));
        }
        catch (CmsFormatException) when (!rethrow)
        {
            return null;
        }
    }

    private static byte[] Flip(byte[] original, int bit)
    {
        byte[] flipped = [.. original];
        flipped[bit / 8] ^= (byte)(1 << (bit % 8));
        return flipped;
    }

    private static byte[] Damage(byte[] original, int seed)
    {
        var random = new System.Random(seed);
        byte[] damaged = [.. original];
        switch (random.Next(4))
        {
            case 0:
                return damaged[..random.Next(damaged.Length)];
            case 1:
                int from = random.Next(damaged.Length);
                int length = random.Next(damaged.Length - from);
                return [.. damaged[..from], .. damaged[(from + length)..]];
            case 2:
                return [.. damaged, .. damaged[random.Next(damaged.Length)..]];
            default:
                for (int i = 0; i < 1 + random.Next(8); i++)
                {
                    damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
                }

                return damaged;
        }
    }

    private static async Task<byte[]> SignAsync(Pkcs12SealKey key) => await CadesSigner.SignAsync(
        key, DigestAlgorithms.TryHash(key.Algorithm.Digest, Content), key.Algorithm.Digest, TestContext.Current.CancellationToken);
}
