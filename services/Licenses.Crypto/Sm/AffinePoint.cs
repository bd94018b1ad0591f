namespace Licenses.Crypto.Sm;

/// <summary>A point of SM2's curve y² = x³ − 3x + b other than infinity. Of public values only.</summary>
internal readonly struct AffinePoint(FieldElement x, FieldElement y)
{
    public const int EncodedLength = 1 + (2 * FieldElement.Length);

    private const byte Uncompressed = 4;

    private static readonly FieldElement B = Read("28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93");

    /// <summary>The base point G of GB/T 32918.5-2017.</summary>
    public static readonly AffinePoint Generator = new(
        Read("32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7"),
        Read("BC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0"));

    public readonly FieldElement X = x;
    public readonly FieldElement Y = y;

    public bool IsOnCurve
    {
        get
        {
            FieldElement.Square(Y, out var left);
            return left.Equals(RightSide(X));
        }
    }

    /// <summary>
    /// Reads 04|X|Y or 02/03|X. False for anything that is no point of the curve: coordinates not below p, twist points,
    /// infinity (a single zero byte), other lengths and hybrid forms.
    /// </summary>
    public static bool TryDecode(ReadOnlySpan<byte> encoded, out AffinePoint point)
    {
        point = default;
        if (encoded is [Uncompressed, ..] && encoded.Length == EncodedLength)
        {
            return FieldElement.TryRead(encoded.Slice(1, FieldElement.Length), out var givenX)
                && FieldElement.TryRead(encoded[(1 + FieldElement.Length)..], out var givenY)
                && (point = new AffinePoint(givenX, givenY)).IsOnCurve;
        }

        if (encoded is not [2 or 3, ..] || encoded.Length != 1 + FieldElement.Length
            || !FieldElement.TryRead(encoded[1..], out var x) || !FieldElement.TrySquareRoot(RightSide(x), out var y))
        {
            return false;
        }

        if (y.IsOdd != (encoded[0] == 3))
        {
            FieldElement.Negate(y, out y);
        }

        point = new AffinePoint(x, y);
        return true;
    }

    /// <summary>04|X|Y.</summary>
    public byte[] Encode()
    {
        byte[] encoded = new byte[EncodedLength];
        encoded[0] = Uncompressed;
        X.Write(encoded.AsSpan(1));
        Y.Write(encoded.AsSpan(1 + FieldElement.Length));
        return encoded;
    }

    public AffinePoint Negate()
    {
        FieldElement.Negate(Y, out var y);
        return new AffinePoint(X, y);
    }

    private static FieldElement RightSide(in FieldElement x)
    {
        FieldElement.Square(x, out var square);
        FieldElement.Add(x, x, out var triple);
        FieldElement.Add(triple, x, out triple);
        FieldFormula.ProductMinus(square, x, triple, out var right);
        FieldElement.Add(right, B, out right);
        return right;
    }

    private static FieldElement Read(string hex) => FieldElement.TryRead(Convert.FromHexString(hex), out var element)
        ? element
        : throw new ArgumentException("Not a field element.", nameof(hex));
}
