using Org.BouncyCastle.Math;
using Org.BouncyCastle.Math.EC;

namespace Licenses.Tests.Crypto.Sm;

/// <summary>One question to a verifier: a key, a digest and a signature.</summary>
internal sealed record Sm2Case(string Name, ECPoint Key, BigInteger Digest, BigInteger R, BigInteger S)
{
    /// <summary>Any s and t make a valid signature, if e is chosen for them: r = t − s, e = r − x of sG + tQ.</summary>
    public static Sm2Case Solve(string name, ECPoint key, BigInteger s, BigInteger t)
    {
        var order = Sm2Oracles.Order;
        var point = Sm2Oracles.Generator.Multiply(s).Add(key.Multiply(t)).Normalize();
        var r = t.Subtract(s).Mod(order);
        var e = point.IsInfinity ? r : r.Subtract(point.AffineXCoord.ToBigInteger()).Mod(order);
        return new Sm2Case(name, key, e, r, s);
    }
}
