using System.Globalization;
using System.Text;

namespace Licenses.Testing.Attacks;

/// <summary>Breaks documents at random, in the ways that hostile and damaged files are broken. Same seed, same damage.</summary>
public sealed class Mutator(int seed)
{
    private static readonly string[] Tokens =
    [
        "<<", ">>", "[", "]", "(", ")", "<", ">", "/", "%", "obj", "endobj", "stream", "endstream", "xref", "trailer",
        "startxref", "%%EOF", "R", "null", "/Length", "/Prev", "/Type", "/ObjStm", "/XRef", "/ByteRange", "/Contents",
        "/Kids", "/Parent", "/FlateDecode", "/Root", "/Encrypt", "0", "-1", "65535", "99999999999", "9223372036854775807",
    ];

#pragma warning disable CA5394 // a test's damage must come back with its seed
    private readonly Random _random = new(seed);
#pragma warning restore CA5394

    /// <summary>The document with one to four damages; <paramref name="other"/> gives bytes to splice in.</summary>
    public byte[] Mutate(byte[] document, byte[] other)
    {
        for (int i = Next(4); i >= 0; i--)
        {
            document = document.Length < 8 ? other : MutateOnce(document, other);
        }

        return document;
    }

    private byte[] MutateOnce(byte[] document, byte[] other) => Next(8) switch
    {
        0 => Flip(document),
        1 => document[..Next(document.Length)],
        2 => Splice(document, other),
        3 => SwapEntries(document),
        4 => Insert(document, RawPdf.Encode(Tokens[Next(Tokens.Length)])),
        5 => Replace(document),
        6 => ChangeNumber(document),
        _ => Repeat(document),
    };

    private byte[] Flip(byte[] document)
    {
        byte[] copy = [.. document];
        copy[Next(copy.Length)] ^= (byte)(1 << Next(8));
        return copy;
    }

    private byte[] Splice(byte[] document, byte[] other)
    {
        int from = Next(other.Length);
        return Insert(document, other.AsSpan(from, Math.Min(Next(4096), other.Length - from)).ToArray());
    }

    private byte[] Insert(byte[] document, byte[] part)
    {
        int at = Next(document.Length);
        return [.. document.AsSpan(0, at), .. part, .. document.AsSpan(at)];
    }

    private byte[] Replace(byte[] document)
    {
        byte[] copy = [.. document];
        byte[] part = RawPdf.Encode(Tokens[Next(Tokens.Length)]);
        part.AsSpan(0, Math.Min(part.Length, copy.Length)).CopyTo(copy.AsSpan(Next(Math.Max(1, copy.Length - part.Length))));
        return copy;
    }

    private byte[] Repeat(byte[] document)
    {
        int from = Next(document.Length);
        return [.. document, .. document.AsSpan(from)];
    }

    /// <summary>Exchanges two entries of some cross-reference table.</summary>
    private byte[] SwapEntries(byte[] document)
    {
        const int Length = 20;
        byte[] copy = [.. document];
        int from = Next(copy.Length);
        int table = copy.AsSpan(from).IndexOf(" 00000 n"u8);
        table = table < 0 ? copy.AsSpan().IndexOf(" 00000 n"u8) : table + from;
        int first = table - 10;
        int second = first + Length * (1 + Next(6));
        if (table < 10 || second + Length > copy.Length)
        {
            return Flip(document);
        }

        byte[] entry = copy[first..(first + Length)];
        copy.AsSpan(second, Length).CopyTo(copy.AsSpan(first));
        entry.CopyTo(copy, second);
        return copy;
    }

    /// <summary>Writes another number over one that stands there, with as many digits.</summary>
    private byte[] ChangeNumber(byte[] document)
    {
        byte[] copy = [.. document];
        int at = copy.AsSpan(Next(copy.Length)).IndexOfAnyInRange((byte)'0', (byte)'9');
        if (at >= 0)
        {
            string digits = Next(int.MaxValue).ToString(CultureInfo.InvariantCulture);
            for (int i = 0; at + i < copy.Length && i < digits.Length && char.IsAsciiDigit((char)copy[at + i]); i++)
            {
                copy[at + i] = Encoding.ASCII.GetBytes(digits)[i];
            }
        }

        return copy;
    }

    private int Next(int limit) => _random.Next(limit);
}
