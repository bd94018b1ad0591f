using Org.BouncyCastle.Math;
using Org.BouncyCastle.Math.EC;

namespace Licenses.Tests.Crypto.Sm;

/// <summary>Cases where implementations differ: borders of ranges, equal and opposite points, limbs that carry, few bits.</summary>
internal sealed class Sm2CaseSource(int seed)
{
    private static readonly BigInteger Order = Sm2Oracles.Order;
    private static readonly ECPoint G = Sm2Oracles.Generator;

    private readonly Random _random = new(seed);

    private static IEnumerable<BigInteger> SpecialScalars =>
    [
        .. new[] { 1, 2, 3, 7, 8, 15, 16, 17, 31, 32, 33, 127, 128, 129, 255, 256, 257 }.Select(small => BigInteger.ValueOf(small)),
        .. new[] { 1, 2, 16, 17, 128 }.Select(small => Order.Subtract(BigInteger.ValueOf(small))),
        .. new[] { 5, 6, 8, 32, 63, 64, 65, 127, 128, 191, 192, 252, 255 }.Select(bit => BigInteger.One.ShiftLeft(bit)),
        .. new[] { 6, 32, 64, 96, 128, 192, 224, 252, 255 }.Select(bit => BigInteger.One.ShiftLeft(bit).Subtract(BigInteger.One)),
        Order.ShiftRight(1),
        Order.ShiftRight(1).Add(BigInteger.One),
        Pattern("2082082082082082082082082082082082082082082082082082082082082082"),
        Pattern("7F7F7F7F7F7F7F7F7F7F7F7F7F7F7F7F7F7F7F7F7F7F7F7F7F7F7F7F7F7F7F7F"),
        Pattern("8080808080808080808080808080808080808080808080808080808080808080"),
        Pattern("8421084210842108421084210842108421084210842108421084210842108421"),
        Pattern("FFFFFFFE00000000FFFFFFFF00000000FFFFFFFF00000000FFFFFFFF00000000"),
    ];

    /// <summary>Every border case once.</summary>
    public IEnumerable<Sm2Case> Edges() =>
        SpecialKeys().SelectMany(key => Products(key.Name, key.Point).Concat(Ranges(key.Name, key.Point)))
            .Concat(HighX());

    /// <summary>Random ones, valid and broken by turns; keys change now and then, so that tables come into play.</summary>
    public IEnumerable<Sm2Case> Draws()
    {
        var keys = Enumerable.Range(0, 16).Select(_ => G.Multiply(Draw()).Normalize()).ToArray();
        for (int i = 0; ; i++)
        {
            var key = i % 8 == 0 ? G.Multiply(Draw()).Normalize() : keys[_random.Next(keys.Length)];
            var valid = Sm2Case.Solve("random", key, Draw(), Draw());
            yield return (i % 4) switch
            {
                0 or 1 => valid,
                2 => valid with { Name = "random, another r", R = Flip(valid.R) },
                _ => _random.Next(2) == 0
                    ? valid with { Name = "random, another s", S = Flip(valid.S) }
                    : valid with { Name = "random, another e", Digest = Flip(valid.Digest) },
            };
        }
    }

    private IEnumerable<(string Name, ECPoint Point)> SpecialKeys()
    {
        foreach (var scalar in SpecialScalars)
        {
            yield return ($"Q = {scalar.ToString(16)}·G", G.Multiply(scalar).Normalize());
        }

        yield return ("a random Q", G.Multiply(Draw()).Normalize());
        yield return ("a Q of small x", SmallX());
    }

    // sG + tQ: every special factor, and those for which the two products are the same point or opposite ones.
    private IEnumerable<Sm2Case> Products(string name, ECPoint key)
    {
        foreach (var special in SpecialScalars)
        {
            yield return Sm2Case.Solve($"{name}, s special", key, special, Draw());
            yield return Sm2Case.Solve($"{name}, t special", key, Draw(), special);
            yield return Sm2Case.Solve($"{name}, s and t special", key, special, Order.Subtract(special));
            var both = Sm2Case.Solve($"{name}, s and t the same", key, special, special.Add(BigInteger.One).Mod(Order));
            yield return both;
            yield return both with { Name = $"{name}, e off by one", Digest = both.Digest.Add(BigInteger.One) };
        }

        // Q = kG is known for the special keys: s = ±tk makes equal and opposite points.
        foreach (var factor in SpecialScalars)
        {
            if (G.Multiply(factor).Normalize().Equals(key))
            {
                var t = Draw();
                yield return Sm2Case.Solve($"{name}, sG = tQ", key, t.Multiply(factor).Mod(Order), t);
                yield return Sm2Case.Solve($"{name}, sG = -tQ", key, Order.Subtract(t.Multiply(factor).Mod(Order)), t);
            }
        }
    }

    private IEnumerable<Sm2Case> Ranges(string name, ECPoint key)
    {
        var valid = Sm2Case.Solve(name, key, Draw(), Draw());
        var all = BigInteger.One.ShiftLeft(256).Subtract(BigInteger.One);
        foreach (var border in new[] { BigInteger.Zero, Order, Order.Add(BigInteger.One), all })
        {
            yield return valid with { Name = $"{name}, r at a border", R = border };
            yield return valid with { Name = $"{name}, s at a border", S = border };
        }

        yield return valid with { Name = $"{name}, r + s = n", R = Order.Subtract(valid.S) };
        yield return valid with { Name = $"{name}, s negated", S = Order.Subtract(valid.S) };
        yield return valid with { Name = $"{name}, r and s exchanged", R = valid.S, S = valid.R };
        yield return valid with { Name = $"{name}, high e", Digest = all };
        var small = Sm2Case.Solve(name, key, valid.S, Draw());
        yield return small.Digest.Add(Order).BitLength <= 256
            ? small with { Name = $"{name}, e above n", Digest = small.Digest.Add(Order) }
            : small;
    }

    // A point whose x is not below n: x modulo n is then another number. Its logarithm is unknown, so the key is made for it.
    private IEnumerable<Sm2Case> HighX()
    {
        var x = Order;
        for (int found = 0; found < 20; x = x.Add(BigInteger.One))
        {
            if (TryLift(x) is not { } point)
            {
                continue;
            }

            found++;
            var s = Draw();
            var t = Draw();
            var key = point.Add(G.Multiply(s).Negate()).Multiply(t.ModInverse(Order)).Normalize();
            var valid = Sm2Case.Solve("x above n", key, s, t);
            yield return valid;
            yield return valid with { Name = "x above n, e off by one", Digest = valid.Digest.Add(BigInteger.One) };
        }
    }

    private static ECPoint SmallX()
    {
        for (var x = BigInteger.One; ; x = x.Add(BigInteger.One))
        {
            if (TryLift(x) is { } point)
            {
                return point;
            }
        }
    }

    internal static ECPoint? TryLift(BigInteger x)
    {
        var field = Sm2Oracles.Curve.FromBigInteger(x);
        var y = field.Square().Add(Sm2Oracles.Curve.A).Multiply(field).Add(Sm2Oracles.Curve.B).Sqrt();
        return y is null ? null : Sm2Oracles.Curve.CreatePoint(x, y.ToBigInteger());
    }

    private static BigInteger Pattern(string hex) => new BigInteger(hex, 16).Mod(Order);

    private BigInteger Flip(BigInteger number) => number.FlipBit(_random.Next(256));

    private BigInteger Draw()
    {
        byte[] bytes = new byte[40];
        _random.NextBytes(bytes);
        return new BigInteger(1, bytes).Mod(Order.Subtract(BigInteger.One)).Add(BigInteger.One);
    }
}
