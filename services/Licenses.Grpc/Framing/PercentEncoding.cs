using System.Buffers;
using System.Text;

namespace Grpc.Framing;

/// <summary>The text form of grpc-message: UTF-8, with everything but printable ASCII as %XX.</summary>
internal static class PercentEncoding
{
    private static readonly SearchValues<char> Plain =
        SearchValues.Create(" !\"#$&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    internal static string Encode(string text)
    {
        if (!text.AsSpan().ContainsAnyExcept(Plain))
        {
            return text;
        }

        // Encoding.UTF8 turns an unpaired surrogate into EF BF BD, as the specification wants.
        var encoded = new StringBuilder(text.Length + 16);
        foreach (var part in Encoding.UTF8.GetBytes(text))
        {
            if (part is >= 0x20 and <= 0x7E and not (byte)'%')
            {
                encoded.Append((char)part);
            }
            else
            {
                encoded.Append('%').Append(part.ToString("X2"));
            }
        }

        return encoded.ToString();
    }

    /// <summary>Never fails: what is not an escape stands for itself.</summary>
    internal static string Decode(string text)
    {
        if (!text.Contains('%'))
        {
            return text;
        }

        var bytes = Encoding.UTF8.GetBytes(text);
        int written = 0;
        for (int read = 0; read < bytes.Length; read++)
        {
            if (bytes[read] == '%'
                && read + 2 < bytes.Length
                && char.IsAsciiHexDigit((char)bytes[read + 1])
                && char.IsAsciiHexDigit((char)bytes[read + 2]))
            {
                bytes[written++] = Convert.FromHexString($"{(char)bytes[read + 1]}{(char)bytes[read + 2]}")[0];
                read += 2;
            }
            else
            {
                bytes[written++] = bytes[read];
            }
        }

        return Encoding.UTF8.GetString(bytes, 0, written);
    }
}
