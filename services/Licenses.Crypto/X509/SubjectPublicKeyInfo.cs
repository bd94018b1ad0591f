using System.Formats.Asn1;
using System.Security.Cryptography;
using Licenses.Crypto.Asn1;

namespace Licenses.Crypto.X509;

// SubjectPublicKeyInfo ::= SEQUENCE { algorithm AlgorithmIdentifier, subjectPublicKey BIT STRING }  -- RFC 5280, 4.1
/// <summary>A public key, classified on its bytes alone: no library has seen it yet.</summary>
public sealed class SubjectPublicKeyInfo
{
    private const int LargestRsaBits = 8192; // three times slower than any that is in use
    private const int LargestExponentBits = 32; // 65537 has 17
    private const int CostOfCurve = 2;
    private const int CostOfLargeCurve = 8;

    private SubjectPublicKeyInfo(ReadOnlyMemory<byte> encoded, AlgorithmIdentifier algorithm, ReadOnlyMemory<byte> key)
    {
        Encoded = encoded;
        Algorithm = algorithm;
        Key = key;
    }

    public ReadOnlyMemory<byte> Encoded { get; }

    public AlgorithmIdentifier Algorithm { get; }

    /// <summary>What the BIT STRING holds.</summary>
    public ReadOnlyMemory<byte> Key { get; }

    public KeyKind Kind { get; private init; }

    /// <summary>The size that its strength is judged by; 0 where the key is not supported.</summary>
    public int Bits { get; private init; }

    /// <summary>What checking a signature by it takes, as a multiple of the cheapest; at least 1.</summary>
    internal int CheckCost { get; private init; } = 1;

    /// <summary>Which limit of ours the key exceeds, so that it is not used; null where it exceeds none.</summary>
    public string? Excess { get; private init; }

    /// <summary>The curve's OID for a key on a named curve; null for every other.</summary>
    public string? CurveOid { get; private init; }

    public static SubjectPublicKeyInfo Decode(ReadOnlyMemory<byte> encoded)
    {
        try
        {
            var reader = Ber.Open(encoded);
            var key = Decode(reader);
            reader.ThrowIfNotEmpty();
            return key;
        }
        catch (AsnContentException e)
        {
            throw new CertificateFormatException("Not a public key", Ber.FirstFault(encoded.Span), e);
        }
    }

    /// <summary>RFC 5280, 4.2.1.2, method 1: what most authorities name a key by.</summary>
    public byte[] Identifier() => SHA1.HashData(Key.Span);

    internal static SubjectPublicKeyInfo Decode(AsnReader reader)
    {
        var encoded = reader.PeekEncodedValue();
        var sequence = reader.ReadSequence();
        var algorithm = AlgorithmIdentifier.Decode(sequence);
        var key = Ber.ReadWholeBytes(sequence);
        sequence.ThrowIfNotEmpty();

        return algorithm.Oid switch
        {
            Oids.RsaEncryption => Rsa(encoded, algorithm, key, KeyKind.Rsa),
            Oids.RsaPss => Rsa(encoded, algorithm, key, KeyKind.RsaPss),
            Oids.EcPublicKey => OnCurve(encoded, algorithm, key),
            Oids.Sm2 or Oids.Sm2Sign => OfSm2(encoded, algorithm, key),
            Oids.Ed25519 when key.Length == 32 && !EdwardsKeys.HasSmallOrder(key.Span) => Edwards(encoded, algorithm, key, KeyKind.Ed25519, 256),
            Oids.Ed448 when key.Length == 57 && !EdwardsKeys.HasSmallOrder(key.Span) => Edwards(encoded, algorithm, key, KeyKind.Ed448, 456),
            _ => new SubjectPublicKeyInfo(encoded, algorithm, key),
        };
    }

    private static SubjectPublicKeyInfo Edwards(
        ReadOnlyMemory<byte> encoded, AlgorithmIdentifier algorithm, ReadOnlyMemory<byte> key, KeyKind kind, int bits) =>
        new(encoded, algorithm, key) { Kind = kind, Bits = bits, CheckCost = bits > 256 ? CostOfLargeCurve : CostOfCurve };

    // RSAPublicKey ::= SEQUENCE { modulus INTEGER, publicExponent INTEGER }  -- RFC 8017, A.1.1
    private static SubjectPublicKeyInfo Rsa(
        ReadOnlyMemory<byte> encoded, AlgorithmIdentifier algorithm, ReadOnlyMemory<byte> key, KeyKind kind)
    {
        var sequence = Ber.Open(key).ReadSequence();
        var modulus = sequence.ReadIntegerBytes().Span;
        var exponent = sequence.ReadIntegerBytes().Span;
        sequence.ThrowIfNotEmpty();
        int bits = BitsOf(modulus);

        // A huge or even exponent is no key that an honest generator makes, and it makes a verification slow.
        bool sound = bits >= 512 && (modulus[^1] & 1) == 1
            && exponent[0] < 0x80 && (exponent[^1] & 1) == 1 && !exponent.SequenceEqual((byte[])[1]);
        int exponentBits = BitsOf(exponent);
        string? excess = bits > LargestRsaBits ? $"RSA_KEY_LIMIT: an RSA key of {bits} bits; {LargestRsaBits} are the most"
            : exponentBits > LargestExponentBits ? $"RSA_KEY_LIMIT: an RSA exponent of {exponentBits} bits; {LargestExponentBits} are the most"
            : null;
        bool isUsed = sound && excess is null;
        return new SubjectPublicKeyInfo(encoded, algorithm, key)
        {
            Kind = isUsed ? kind : KeyKind.Unsupported,
            Bits = isUsed ? bits : 0,
            CheckCost = isUsed ? CostOfRsa(bits, exponentBits) : 1,
            Excess = sound ? excess : null,
        };
    }

    // Squarings by the exponent's length, each by the square of the modulus'; 1 for 2048 bits and 65537.
    private static int CostOfRsa(int bits, int exponentBits) => 1 + (bits * bits / (2048 * 2048) * exponentBits / 32);

    private static int BitsOf(ReadOnlySpan<byte> number)
    {
        var digits = number.TrimStart((byte)0);
        return digits.IsEmpty ? 0 : (8 * digits.Length) - byte.LeadingZeroCount(digits[0]);
    }

    // Some authorities put the curve's number where the kind of key belongs, with nothing, NULL or the curve again beside it.
    private static SubjectPublicKeyInfo OfSm2(
        ReadOnlyMemory<byte> encoded, AlgorithmIdentifier algorithm, ReadOnlyMemory<byte> key)
    {
        bool sound = (algorithm.HasNoParameters || NamesSm2(algorithm.Parameters.GetValueOrDefault()))
            && NamedCurves.IsPoint(key.Span, 256);
        return new SubjectPublicKeyInfo(encoded, algorithm, key)
        {
            Kind = sound ? KeyKind.Sm2 : KeyKind.Unsupported,
            Bits = sound ? 256 : 0,
            CheckCost = CostOfCurve,
            CurveOid = NamedCurves.Sm2,
        };
    }

    private static bool NamesSm2(ReadOnlyMemory<byte> parameters)
    {
        var reader = Ber.Open(parameters);
        return reader.PeekTag().HasSameClassAndValue(Asn1Tag.ObjectIdentifier)
            && reader.ReadObjectIdentifier() == NamedCurves.Sm2 && !reader.HasData;
    }

    // ECParameters ::= CHOICE { namedCurve OBJECT IDENTIFIER }  -- RFC 5480, 2.1.1: the other two choices MUST NOT be used
    private static SubjectPublicKeyInfo OnCurve(
        ReadOnlyMemory<byte> encoded, AlgorithmIdentifier algorithm, ReadOnlyMemory<byte> key)
    {
        var parameters = Ber.Open(algorithm.Parameters ?? throw new AsnContentException("The key names no curve."));
        if (!parameters.PeekTag().HasSameClassAndValue(Asn1Tag.ObjectIdentifier))
        {
            throw new AsnContentException("The key brings its own curve; only named curves are accepted.");
        }

        string curve = parameters.ReadObjectIdentifier();
        return NamedCurves.BitsOf(curve) is { } bits && NamedCurves.IsPoint(key.Span, bits)
            ? new SubjectPublicKeyInfo(encoded, algorithm, key)
            {
                Kind = curve == NamedCurves.Sm2 ? KeyKind.Sm2 : KeyKind.EllipticCurve,
                Bits = bits,
                CheckCost = bits > 256 ? CostOfLargeCurve : CostOfCurve,
                CurveOid = curve,
            }
            : new SubjectPublicKeyInfo(encoded, algorithm, key) { CurveOid = curve };
    }
}
