using System.Formats.Asn1;

namespace Licenses.Crypto.Seals;

/// <summary>A part of a seal that cannot be read, by its name in the standard.</summary>
internal sealed class SealFieldException(string field, ReadOnlyMemory<byte> part, AsnContentException why)
    : AsnContentException($"{field}: {why.Message}", why)
{
    /// <summary>Where it stands within what was read; 0 where its bytes are a copy.</summary>
    public long OffsetIn(ReadOnlyMemory<byte> whole) => whole.Span.Overlaps(part.Span, out int offset) && offset > 0 ? offset : 0;

    /// <summary>Reads a part, and names it where it cannot be read.</summary>
    public static T Read<T>(AsnReader reader, string field, Func<AsnReader, T> read)
    {
        var part = reader.HasData ? reader.PeekEncodedValue() : default;
        try
        {
            return read(reader);
        }
        catch (AsnContentException why) when (why is not SealFieldException)
        {
            throw new SealFieldException(field, part, why);
        }
    }

    /// <summary>The same as bad input, with the place in the file.</summary>
    public static SealFormatException Explain(string what, string check, ReadOnlyMemory<byte> whole, AsnContentException why)
    {
        long fault = Asn1.Ber.FirstFault(whole.Span);
        return new SealFormatException(what + ": " + why.Message, fault != 0 || why is not SealFieldException field ? fault : field.OffsetIn(whole), why)
        {
            NestsSoundly = fault == 0,
            Check = check,
        };
    }
}
