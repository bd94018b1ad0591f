using System.Formats.Asn1;
using Licenses.Crypto.Asn1;
using Licenses.Crypto.X509;

namespace Licenses.Crypto.Seals;

// 2014: SESeal ::= SEQUENCE { esealInfo SES_SealInfo, signInfo SEQUENCE { cert OCTET STRING,
//   signatureAlgorithm OBJECT IDENTIFIER, signData BIT STRING } }
// 2020: SESeal ::= SEQUENCE { eSealInfo SES_SealInfo, cert OCTET STRING, signAlgID OBJECT IDENTIFIER,
//   signedValue BIT STRING }
// 2025: the same and timeStamp [0] BIT STRING OPTIONAL, over signedValue
/// <summary>An electronic seal as received; nothing in it is trusted by being here.</summary>
public sealed class ElectronicSeal
{
    private ElectronicSeal(ReadOnlyMemory<byte> encoded, SealInfo info)
    {
        Encoded = encoded;
        Info = info;
    }

    public ReadOnlyMemory<byte> Encoded { get; }

    public SealInfo Info { get; }

    public SealFormat Format { get; private init; }

    /// <summary>The certificate of who made the seal; null where it cannot be read.</summary>
    public Certificate? Maker { get; private init; }

    public AlgorithmIdentifier Algorithm { get; private init; } = new("");

    public ReadOnlyMemory<byte> SignatureValue { get; private init; }

    /// <summary>What the maker signed: in 2014 information, certificate and algorithm together, since 2020 the information alone.</summary>
    public ReadOnlyMemory<byte> Signed { get; private init; }

    /// <summary>The timestamp over the maker's signature value, still encoded; null where there is none.</summary>
    public ReadOnlyMemory<byte>? TimeStamp { get; private init; }

    /// <summary>Whether bytes look like a seal by itself: two sequences deep, a header that says ES.</summary>
    public static bool LooksLikeOne(ReadOnlyMemory<byte> encoded)
    {
        try
        {
            var header = Ber.Open(encoded).ReadSequence().ReadSequence().ReadSequence();
            return SealReader.IsHeader(header);
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    /// <exception cref="SealFormatException">The bytes are not a seal.</exception>
    public static ElectronicSeal Decode(ReadOnlyMemory<byte> encoded)
    {
        if (encoded.Length > SealReader.LargestSize)
        {
            throw new SealFormatException($"A seal of more than {SealReader.LargestSize} bytes", SealReader.LargestSize);
        }

        try
        {
            var reader = Ber.Open(encoded);
            var seal = Decode(reader);
            reader.ThrowIfNotEmpty();
            return seal;
        }
        catch (AsnContentException e)
        {
            throw SealFieldException.Explain("Not an electronic seal", SealFindings.Format, encoded, e);
        }
    }

    internal static ElectronicSeal Decode(AsnReader reader)
    {
        var encoded = reader.PeekEncodedValue();
        var sequence = reader.ReadSequence();
        var infoEncoded = sequence.PeekEncodedValue();
        var info = SealInfo.Decode(sequence);
        bool isOld = sequence.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence);
        var parts = isOld ? sequence.ReadSequence() : sequence;
        var certificate = parts.PeekEncodedValue();
        var maker = ReadCertificate(Ber.ReadOctets(parts));
        var algorithmEncoded = parts.PeekEncodedValue();
        var algorithm = SealReader.ReadAlgorithm(parts);
        var value = SealReader.ReadBytes(parts);
        var stamp = isOld ? null : SealReader.ReadTimeStamp(sequence);
        parts.ThrowIfNotEmpty();
        sequence.ThrowIfNotEmpty();
        return new ElectronicSeal(encoded, info)
        {

            // By what the maker signed: a timestamp at the end is nobody's word about how to judge him.
            Format = isOld ? SealFormat.Gmt2014
                : info.Version == SealMaker.Gmt2025 ? SealFormat.Gmt2025
                : SealFormat.Gbt2020,
            Maker = maker,
            Algorithm = algorithm,
            SignatureValue = value,
            Signed = isOld ? Join(infoEncoded, certificate, algorithmEncoded) : infoEncoded,
            TimeStamp = stamp,
        };
    }

    internal static Certificate? ReadCertificate(ReadOnlyMemory<byte> encoded)
    {
        try
        {
            return Certificate.Decode(encoded);
        }
        catch (CertificateFormatException)
        {
            return null;
        }
    }

    // The parts as received; only the SEQUENCE around them is written, and that has one encoding.
    private static byte[] Join(params ReadOnlySpan<ReadOnlyMemory<byte>> parts)
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            foreach (var part in parts)
            {
                writer.WriteEncodedValue(part.Span);
            }
        }

        return writer.Encode();
    }
}
