using System.Buffers.Text;
using Grpc.Core;
using Grpc.Framing;
using Microsoft.AspNetCore.Http;

namespace Grpc.AspNetCore.Server;

/// <summary>
/// How long grpc-message may be, so that the end of a call stays below the 8 KiB of headers that every client takes; a
/// longer one would cost the caller the status itself.
/// </summary>
internal static class StatusLimits
{
    /// <summary>The longest grpc-message, percent-encoded.</summary>
    internal const int MaxMessage = 4096;

    /// <summary>The same for a message that status details repeat, in base64 and perhaps for several languages.</summary>
    internal const int MaxDetail = 1024;

    /// <summary>What is left of it beside trailers that fill the 8 KiB alone.</summary>
    private const int MinMessage = 256;

    private const int MaxTrailers = 8192;

    /// <summary>The longest status details, in base64, that leave the status its place: callers with the usual 8 KiB refuse the whole end of the call.</summary>
    internal const int MaxDetails = MaxTrailers - ForHttp - MinMessage;

    /// <summary>For what HTTP adds to an answer without a body: :status, content-type, date, server, grpc-message itself.</summary>
    private const int ForHttp = 512;

    /// <summary>How a header list is counted (RFC 9113, 6.5.2).</summary>
    private const int EntryOverhead = 32;

    /// <summary>A code unit of UTF-16 becomes at most three bytes of UTF-8, and each of them three characters.</summary>
    private const int MaxEncodedPerChar = 9;

    /// <summary>What the other trailers leave of <see cref="MaxDetails"/>.</summary>
    internal static int RoomForDetails(Metadata? trailers)
    {
        int room = MaxDetails;
        for (int index = 0; index < trailers?.Count; index++)
        {
            room -= trailers[index].Key == WireHeaders.StatusDetails ? 0 : trailers[index].Key.Length + LengthOf(trailers[index]) + EntryOverhead;
        }

        return room;
    }

    /// <summary>Of a value as it travels.</summary>
    internal static int LengthOf(Metadata.Entry entry) =>
        entry.IsBinary ? Base64.GetMaxEncodedToUtf8Length(entry.RawBytes.Length) : entry.Value.Length;

    /// <summary>The length that is left for a message beside these trailers.</summary>
    internal static int RestFor(IHeaderDictionary trailers)
    {
        long used = ForHttp;
        foreach (var (name, values) in trailers)
        {
            foreach (var value in values)
            {
                used += name.Length + (value?.Length ?? 0) + EntryOverhead;
            }
        }

        return (int)Math.Clamp(MaxTrailers - used, MinMessage, MaxMessage);
    }

    /// <summary>The longest beginning of a text, in whole characters, that has at most this length when percent-encoded.</summary>
    internal static string Cut(string text, int limit)
    {
        if (text.Length <= limit / MaxEncodedPerChar)
        {
            return text;
        }

        int index = 0;
        int length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            length += rune.Value is >= 0x20 and <= 0x7E and not '%' ? 1 : 3 * rune.Utf8SequenceLength;
            if (length > limit)
            {
                return text[..index];
            }

            index += rune.Utf16SequenceLength;
        }

        return text;
    }
}
