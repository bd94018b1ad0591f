using System.Formats.Asn1;

namespace Licenses.Crypto.Asn1;

/// <summary>How every foreign encoding is opened: as BER, since real seals, CMS blobs and some certificates are not DER.</summary>
internal static class Ber
{
    private const int MostStepsToFault = 4096;

    // Sets are often unsorted in the field; what is signed is always sliced, so their order decides nothing.
    private static readonly AsnReaderOptions Lenient = new() { SkipSetSortOrderVerification = true };

    public static AsnReader Open(ReadOnlyMemory<byte> encoded) => new(encoded, AsnEncodingRules.BER, Lenient);

    /// <summary>An OCTET STRING's content: a slice where it is primitive, a copy where BER cut it in pieces.</summary>
    public static ReadOnlyMemory<byte> ReadOctets(AsnReader reader, Asn1Tag? tag = null) =>
        reader.TryReadPrimitiveOctetString(out var content, tag) ? content : reader.ReadOctetString(tag);

    /// <summary>A BIT STRING that holds whole bytes, as keys and signatures do.</summary>
    public static ReadOnlyMemory<byte> ReadWholeBytes(AsnReader reader)
    {
        if (!reader.TryReadPrimitiveBitString(out int unused, out var content))
        {
            content = reader.ReadBitString(out unused);
        }

        return unused == 0 ? content : throw new AsnContentException("A BIT STRING does not end on a byte.");
    }

    /// <summary>Whether the next element bears the given context-specific number.</summary>
    public static bool NextIs(AsnReader reader, int number) =>
        reader.HasData && reader.PeekTag() is { TagClass: TagClass.ContextSpecific } tag && tag.TagValue == number;

    public static Asn1Tag Context(int number, bool constructed = false) =>
        new(TagClass.ContextSpecific, number, constructed);

    /// <summary>How many bytes the first element takes; what follows it may be padding.</summary>
    public static int FirstElementLength(ReadOnlySpan<byte> encoded)
    {
        AsnDecoder.ReadEncodedValue(encoded, AsnEncodingRules.BER, out _, out _, out int length);
        return length;
    }

    /// <summary>Where the nesting breaks, for an error message; 0 where it is sound and only the schema is not met.</summary>
    public static long FirstFault(ReadOnlySpan<byte> encoded)
    {
        int offset = 0;
        for (int steps = 0; steps < MostStepsToFault && offset < encoded.Length; steps++)
        {
            var rest = encoded[offset..];
            if (rest is [0, 0, ..])
            {
                offset += 2; // the end of an indefinite length, or padding
            }
            else if (StepInto(rest) is { } step)
            {
                offset += step;
            }
            else
            {
                return rest.ContainsAnyExcept((byte)0) ? offset : 0; // nothing but padding is no fault
            }
        }

        return offset < encoded.Length && encoded[offset..].ContainsAnyExcept((byte)0) ? offset : 0;
    }

    // How far to the next element to look at; null where this one does not parse, which the library tells in two ways.
    private static int? StepInto(ReadOnlySpan<byte> rest)
    {
        try
        {
            AsnDecoder.ReadEncodedValue(rest, AsnEncodingRules.BER, out int start, out _, out int consumed);
            return (rest[0] & 0x20) != 0 ? start : consumed; // constructed: into it
        }
        catch (AsnContentException)
        {
            return null;
        }
    }
}
