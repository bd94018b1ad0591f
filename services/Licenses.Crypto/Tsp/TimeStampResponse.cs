using System.Formats.Asn1;
using Licenses.Crypto.Asn1;
using Licenses.Crypto.Cms;

namespace Licenses.Crypto.Tsp;

// TimeStampResp ::= SEQUENCE { status PKIStatusInfo, timeStampToken ContentInfo OPTIONAL }
// PKIStatusInfo ::= SEQUENCE { status INTEGER, statusString SEQUENCE OF UTF8String OPTIONAL,
//   failInfo BIT STRING OPTIONAL }  -- RFC 3161, 2.4.2
/// <summary>What a timestamp authority answers: a token, or why not. Nothing in it is trusted before its signer is.</summary>
/// <param name="Status">PKIStatus; 0 and 1 come with a token.</param>
/// <param name="Text">The authority's own words; empty for none.</param>
/// <param name="Token">The token; null where it was refused.</param>
public sealed record TimeStampResponse(int Status, string Text, ReadOnlyMemory<byte>? Token)
{
    /// <summary>Far above any real token.</summary>
    public const int LargestSize = 256 * 1024;

    /// <exception cref="CmsFormatException">The bytes are not a timestamp response.</exception>
    public static TimeStampResponse Decode(ReadOnlyMemory<byte> encoded)
    {
        if (encoded.Length > LargestSize)
        {
            throw new CmsFormatException($"A timestamp response of more than {LargestSize} bytes", LargestSize);
        }

        try
        {
            var reader = Ber.Open(encoded);
            var sequence = reader.ReadSequence();
            reader.ThrowIfNotEmpty();
            var info = sequence.ReadSequence();
            if (!info.TryReadInt32(out int status))
            {
                throw new AsnContentException("The status is no small number.");
            }

            var token = sequence.HasData ? sequence.ReadEncodedValue() : default(ReadOnlyMemory<byte>?);
            sequence.ThrowIfNotEmpty();
            return new TimeStampResponse(status, ReadText(info), status is 0 or 1 ? token : null);
        }
        catch (AsnContentException e)
        {
            throw new CmsFormatException("Not a timestamp response: " + e.Message, Ber.FirstFault(encoded.Span), e);
        }
    }

    public byte[] Encode()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteInteger(Status);
                if (Text.Length > 0)
                {
                    using (writer.PushSequence())
                    {
                        writer.WriteCharacterString(UniversalTagNumber.UTF8String, Text);
                    }
                }
            }

            if (Token is { } token)
            {
                writer.WriteEncodedValue(token.Span);
            }
        }

        return writer.Encode();
    }

    private static string ReadText(AsnReader info)
    {
        if (!info.HasData || !info.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence))
        {
            return "";
        }

        var texts = info.ReadSequence();
        return texts.HasData ? texts.ReadCharacterString(UniversalTagNumber.UTF8String) : "";
    }
}
