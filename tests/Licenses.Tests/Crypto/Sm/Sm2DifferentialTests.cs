using System.Globalization;
using Licenses.Crypto.Sm;
using Org.BouncyCastle.Math;

namespace Licenses.Tests.Crypto.Sm;

/// <summary>
/// Our verification beside BouncyCastle's and libcrypto's: all must say the same. Every seventh edge case and some random
/// ones; LICENSES_SM2_CASES=100000 asks for all edges and so many random ones, which takes some minutes.
/// </summary>
public sealed class Sm2DifferentialTests
{
    private const string Variable = "LICENSES_SM2_CASES";
    private const int FewCases = 1000;
    private const int Stride = 7;

    private static int? Asked => int.TryParse(
        Environment.GetEnvironmentVariable(Variable), CultureInfo.InvariantCulture, out int asked) ? asked : null;

    [Fact]
    public void Every_edge_case_is_decided_as_others_decide_it()
    {
        var edges = new Sm2CaseSource(1).Edges().Where((_, index) => Asked is not null || index % Stride == 0).ToArray();

        int valid = edges.Sum(one => ShouldAgree(one) ? 1 : 0);

        Assert.InRange(valid, edges.Length / 2, edges.Length - 1);
    }

    [Fact]
    public void Random_cases_are_decided_as_others_decide_them()
    {
        int count = Asked ?? FewCases;

        int valid = new Sm2CaseSource(count).Draws().Take(count).Sum(one => ShouldAgree(one) ? 1 : 0);

        Assert.InRange(valid, count / 3, 2 * count / 3);
    }

    [Fact]
    public void A_key_that_is_no_point_of_the_curve_is_refused_as_others_refuse_it()
    {
        foreach (var (name, encoded) in Keys())
        {
            bool ours = Sm2PublicKey.TryDecode(encoded, out _);
            Assert.True(ours == Sm2Oracles.BouncyCastleDecodes(encoded), $"{name}: BouncyCastle");

            using var key = Sm2Oracles.Libcrypto(encoded);
            Assert.True(ours == key is not null, $"{name}: libcrypto");
        }
    }

    [Fact]
    public void Infinity_is_no_key_though_libcrypto_takes_it() => Assert.False(Sm2PublicKey.TryDecode([0], out _));

    [Fact]
    public void A_hybrid_point_is_refused_though_others_take_it()
    {
        byte[] hybrid = Sm2Oracles.Generator.GetEncoded();
        hybrid[0] = (byte)(6 + (hybrid[64] & 1));

        Assert.False(Sm2PublicKey.TryDecode(hybrid, out _));
    }

    [Fact]
    public void Keys_beyond_the_memory_s_size_are_forgotten_and_found_again()
    {
        var keys = Enumerable.Range(1, 600)
            .Select(factor => Sm2Oracles.Generator.Multiply(BigInteger.ValueOf(factor)).Normalize()).ToArray();
        foreach (var key in keys.Concat(keys))
        {
            Assert.True(Sm2PublicKey.Find(key.GetEncoded(), out var found));
            Assert.Equal(key.GetEncoded(), found.Encoded.ToArray());
        }
    }

    private static IEnumerable<(string Name, byte[] Encoded)> Keys()
    {
        var random = new Random(7);
        var prime = Sm2Oracles.Curve.Field.Characteristic;
        for (int x = 1; x < 60; x++)
        {
            // About half of these x belong to the twist.
            yield return ($"compressed x = {x}", [2, .. Bytes(BigInteger.ValueOf(x))]);
            yield return ($"compressed x = {x}, odd", [3, .. Bytes(BigInteger.ValueOf(x))]);
            if (Sm2CaseSource.TryLift(BigInteger.ValueOf(x)) is { } point)
            {
                byte[] y = point.Normalize().AffineYCoord.GetEncoded();
                yield return ($"x = {x}", [4, .. Bytes(BigInteger.ValueOf(x)), .. y]);
                yield return ($"x = p + {x}", [4, .. Bytes(prime.Add(BigInteger.ValueOf(x))), .. y]);
                yield return ($"compressed x = p + {x}", [2, .. Bytes(prime.Add(BigInteger.ValueOf(x)))]);
            }
        }

        for (int i = 0; i < 50; i++)
        {
            byte[] noise = new byte[65];
            random.NextBytes(noise);
            noise[0] = 4;
            yield return ("noise", noise);
        }

        byte[] honest = Sm2Oracles.Generator.GetEncoded();
        yield return ("the generator", honest);
        yield return ("zeros", [4, .. new byte[64]]);
        yield return ("too short", honest[..64]);
        yield return ("too long", [.. honest, 0]);
        yield return ("without its first byte", honest[1..]);
    }

    private static bool ShouldAgree(Sm2Case one)
    {
        byte[] encoded = one.Key.Normalize().GetEncoded();
        byte[] digest = Bytes(one.Digest);
        var signature = new Sm2Signature(Bytes(one.R), Bytes(one.S));
        bool expected = Sm2Oracles.BouncyCastle(one.Key, one.Digest, one.R, one.S);

        Assert.True(Sm2PublicKey.TryDecode(encoded, out var fresh), one.Name);
        Assert.True(Sm2PublicKey.Find(encoded, out var remembered), one.Name);
        Assert.True(expected == Sm2Verifier.VerifyDigest(fresh, digest, signature), one.ToString());
        Assert.True(expected == Sm2Verifier.VerifyDigest(remembered, digest, signature), one.ToString());

        using var libcrypto = Sm2Oracles.Libcrypto(encoded);
        Assert.True(expected == libcrypto!.Verify(digest, signature.Encode()), $"libcrypto: {one}");
        return expected;
    }

    private static byte[] Bytes(BigInteger number)
    {
        byte[] bytes = new byte[32];
        byte[] shortest = number.ToByteArrayUnsigned();
        shortest.CopyTo(bytes, 32 - shortest.Length);
        return bytes;
    }
}
