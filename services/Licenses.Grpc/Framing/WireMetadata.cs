using Grpc.Core;

namespace Grpc.Framing;

/// <summary>Metadata values as they travel: text as it is, bytes as base64.</summary>
internal static class WireMetadata
{
    /// <summary>Adds one header; bytes may come comma-separated, with or without padding. Bad base64 is dropped.</summary>
    internal static void AddHeader(this Metadata metadata, string name, string value)
    {
        var key = IsLower(name) ? name : name.ToLowerInvariant();
        if (!key.EndsWith(Metadata.BinaryHeaderSuffix, StringComparison.Ordinal))
        {
            metadata.Add(Metadata.Entry.FromWire(key, value, null));
            return;
        }

        foreach (var part in value.AsSpan().Split(','))
        {
            if (TryDecode(value.AsSpan()[part].Trim(), out var bytes))
            {
                metadata.Add(Metadata.Entry.FromWire(key, null, bytes));
            }
        }
    }

    /// <summary>The value of one entry as a header, base64 without padding.</summary>
    internal static string HeaderValue(Metadata.Entry entry) =>
        entry.IsBinary ? Convert.ToBase64String(entry.RawBytes).TrimEnd('=') : entry.Value;

    /// <summary>Whether a header can carry the value: printable ASCII, so that no line break becomes another header.</summary>
    internal static bool CanTravel(Metadata.Entry entry) =>
        entry.IsBinary || !entry.Value.AsSpan().ContainsAnyExceptInRange(' ', '~');

    private static bool TryDecode(ReadOnlySpan<char> text, out byte[] bytes)
    {
        var padded = text.TrimEnd('=').ToString();
        padded = padded.PadRight((padded.Length + 3) / 4 * 4, '=');
        bytes = new byte[padded.Length / 4 * 3];
        if (!Convert.TryFromBase64String(padded, bytes, out int written))
        {
            return false;
        }

        bytes = bytes[..written];
        return true;
    }

    private static bool IsLower(string name)
    {
        foreach (var character in name)
        {
            if (char.IsAsciiLetterUpper(character))
            {
                return false;
            }
        }

        return true;
    }
}
