using System.Formats.Asn1;
using Licenses.Crypto.Asn1;
using Licenses.Crypto.Tsp;
using Licenses.Crypto.X509;

namespace Licenses.Crypto.Seals;

// 2014: SES_Signature ::= SEQUENCE { toSign TBS_Sign, signature BIT STRING }
//   TBS_Sign ::= SEQUENCE { version INTEGER, eseal SESeal, timeInfo BIT STRING, dataHash BIT STRING,
//     propertyInfo IA5String, cert OCTET STRING, signatureAlgorithm OBJECT IDENTIFIER }
// since 2020: SES_Signature ::= SEQUENCE { toSign TBS_Sign, cert OCTET STRING, signatureAlgID OBJECT IDENTIFIER,
//   signature BIT STRING, timeStamp [0] BIT STRING OPTIONAL }
//   TBS_Sign ::= SEQUENCE { version INTEGER, eseal SESeal, timeInfo GeneralizedTime, dataHash BIT STRING,
//     propertyInfo IA5String, extDatas [0] EXPLICIT ExtensionDatas OPTIONAL }
/// <summary>A signature that was applied with an electronic seal, as received.</summary>
public sealed class SealedSignature
{
    private SealedSignature(ReadOnlyMemory<byte> encoded, ElectronicSeal seal)
    {
        Encoded = encoded;
        Seal = seal;
    }

    public ReadOnlyMemory<byte> Encoded { get; }

    /// <summary>How many bytes came after the signature; a PDF fills its hole with them.</summary>
    public int TrailingBytes { get; private init; }

    /// <summary>Whether anything but zeros came after it.</summary>
    public bool IsFollowed { get; private init; }

    public ElectronicSeal Seal { get; }

    public int Version { get; private init; }

    /// <summary>Whether certificate and algorithm stand in what was signed, as in 2014; since 2020 they stand beside it.</summary>
    public bool HasOldShape { get; private init; }

    /// <summary>When it was applied, as the signer claims.</summary>
    public DateTimeOffset Time { get; private init; }

    /// <summary>Where 2014's timeInfo is a timestamp; null for a plain time.</summary>
    public TimeStampToken? TimeToken { get; private init; }

    /// <summary>The digest of what was sealed.</summary>
    public ReadOnlyMemory<byte> DataHash { get; private init; }

    /// <summary>What was protected, in words of the format: a path in an OFD file, a range in a PDF.</summary>
    public string PropertyInfo { get; private init; } = "";

    /// <summary>That text is none of the string type that it says to be, and was read as UTF-8.</summary>
    public bool HasOddText { get; private init; }

    public ImmutableArray<Extension> Extensions { get; private init; } = [];

    /// <summary>The signer's certificate as its bytes.</summary>
    public ReadOnlyMemory<byte> SignerEncoded { get; private init; }

    /// <summary>The signer's certificate; null where it cannot be read.</summary>
    public Certificate? Signer { get; private init; }

    public AlgorithmIdentifier Algorithm { get; private init; } = new("");

    public ReadOnlyMemory<byte> SignatureValue { get; private init; }

    /// <summary>What was signed, as received: it holds the whole seal.</summary>
    public ReadOnlyMemory<byte> Signed { get; private init; }

    /// <summary>The timestamp over the signature value, still encoded; null where there is none.</summary>
    public ReadOnlyMemory<byte>? TimeStamp { get; private init; }

    /// <summary>
    /// Whether bytes look like a signature by a seal: a sequence whose first parts are a sequence, a number, and a seal
    /// whose header says ES. What a container says about itself decides nothing.
    /// </summary>
    public static bool LooksLikeOne(ReadOnlyMemory<byte> encoded)
    {
        try
        {
            var outer = Ber.Open(encoded).ReadSequence();
            if (!outer.HasData || !outer.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence))
            {
                return false; // any message: it begins with its kind's number, and an exception costs more than the look
            }

            var toSign = outer.ReadSequence();
            toSign.ReadInteger();
            return SealReader.IsHeader(toSign.ReadSequence().ReadSequence().ReadSequence());
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    /// <exception cref="SealFormatException">The bytes are not a signature by a seal.</exception>
    public static SealedSignature Decode(ReadOnlyMemory<byte> encoded)
    {
        if (encoded.Length > SealReader.LargestSize)
        {
            throw new SealFormatException($"A signature of more than {SealReader.LargestSize} bytes", SealReader.LargestSize);
        }

        try
        {
            int length = Ber.FirstElementLength(encoded.Span);
            return Read(encoded[..length], encoded.Span[length..]);
        }
        catch (AsnContentException e)
        {
            throw SealFieldException.Explain("Not a seal's signature", SealFindings.SignatureFormat, encoded, e);
        }
    }

    private static SealedSignature Read(ReadOnlyMemory<byte> encoded, ReadOnlySpan<byte> trailing)
    {
        var sequence = Ber.Open(encoded).ReadSequence();
        var signed = sequence.PeekEncodedValue();
        var toSign = sequence.ReadSequence();
        int version = SealFieldException.Read(toSign, "version", SealReader.ReadNumber);
        var seal = ElectronicSeal.Decode(toSign);
        var (time, token) = SealFieldException.Read(toSign, "timeInfo", SealTime.ReadSealingTime);
        var hash = SealFieldException.Read(toSign, "dataHash", SealReader.ReadBytes);
        var odd = new List<string>();
        string property = SealText.Read(toSign, "propertyInfo", odd);
        bool isOld = toSign.HasData && toSign.PeekTag().HasSameClassAndValue(Asn1Tag.PrimitiveOctetString);
        var extensions = isOld ? [] : SealReader.ReadExtensions(toSign);
        var parts = isOld ? toSign : sequence;
        var certificate = Ber.ReadOctets(parts);
        var algorithm = SealReader.ReadAlgorithm(parts);
        toSign.ThrowIfNotEmpty();
        var value = SealReader.ReadBytes(sequence);
        var stamp = SealReader.ReadTimeStamp(sequence);
        sequence.ThrowIfNotEmpty();
        return new SealedSignature(encoded, seal)
        {
            TrailingBytes = trailing.Length,
            IsFollowed = trailing.ContainsAnyExcept((byte)0),
            Version = version,
            HasOldShape = isOld,
            Time = time,
            TimeToken = token,
            DataHash = hash,
            PropertyInfo = property,
            HasOddText = odd.Count > 0,
            Extensions = extensions,
            SignerEncoded = certificate,
            Signer = ElectronicSeal.ReadCertificate(certificate),
            Algorithm = algorithm,
            SignatureValue = value,
            Signed = signed,
            TimeStamp = stamp,
        };
    }
}
