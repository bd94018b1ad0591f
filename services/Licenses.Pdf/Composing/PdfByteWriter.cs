using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Composing;

/// <summary>Writes PDF tokens: numbers without exponents, names and strings escaped, objects in full (ISO 32000-2, 7.3).</summary>
internal sealed class PdfByteWriter(int capacity = 1024)
{
    private static readonly SearchValues<byte> PlainNameBytes = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.+*:;,!?&=@^~|'\"$`"u8);

    private readonly ByteBuffer _buffer = new(capacity);

    public int Length => _buffer.WrittenCount;

    public ReadOnlyMemory<byte> Written => _buffer.WrittenMemory;

    public PdfByteWriter Raw(ReadOnlySpan<byte> bytes)
    {
        _buffer.Write(bytes);
        return this;
    }

    public PdfByteWriter Raw(string ascii)
    {
        Encoding.Latin1.GetBytes(ascii, _buffer.GetSpan(ascii.Length));
        _buffer.Advance(ascii.Length);
        return this;
    }

    public PdfByteWriter Byte(byte value)
    {
        _buffer.GetSpan(1)[0] = value;
        _buffer.Advance(1);
        return this;
    }

    public PdfByteWriter Integer(long value)
    {
        Utf8Formatter.TryFormat(value, _buffer.GetSpan(20), out int written);
        _buffer.Advance(written);
        return this;
    }

    /// <summary>A number with at most <paramref name="decimals"/> digits behind the point and none that say nothing.</summary>
    public PdfByteWriter Number(double value, int decimals = 4)
    {
        var (scale, width) = decimals switch { 2 => (100, 2), 3 => (1000, 3), 4 => (10_000, 4), _ => (1_000_000, 6) };
        double scaled = value * scale;
        if (!(Math.Abs(scaled) < 1e15)) // also catches NaN
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "Not a number that a PDF can hold.");
        }

        long units = (long)(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
        if (units < 0)
        {
            Byte((byte)'-');
            units = -units;
        }

        long whole = units / scale;
        int rest = (int)(units - whole * scale);
        if (whole != 0 || rest == 0)
        {
            Integer(whole);
        }

        return rest == 0 ? this : Fraction(rest, width);
    }

    public PdfByteWriter Name(string value)
    {
        Byte((byte)'/');
        foreach (char letter in value)
        {
            byte code = checked((byte)letter);
            if (PlainNameBytes.Contains(code))
            {
                Byte(code);
            }
            else
            {
                Byte((byte)'#').Hex([code]);
            }
        }

        return this;
    }

    public PdfByteWriter Hex(ReadOnlySpan<byte> bytes)
    {
        var target = _buffer.GetSpan(2 * bytes.Length);
        Convert.TryToHexString(bytes, target, out int written);
        _buffer.Advance(written);
        return this;
    }

    public PdfByteWriter BigEndian(long value, int width)
    {
        for (int shift = 8 * (width - 1); shift >= 0; shift -= 8)
        {
            Byte((byte)(value >> shift & 0xFF));
        }

        return this;
    }

    /// <summary>The digit 0, many times.</summary>
    public PdfByteWriter Zeros(int count) => Fill((byte)'0', count);

    public PdfByteWriter Spaces(int count) => Fill((byte)' ', count);

    /// <summary>Takes back the last bytes.</summary>
    public void TruncateBy(int count) => _buffer.TruncateBy(count);

    /// <summary>Writes an object, its indirect parts as references. Streams stand alone: see <see cref="PdfFileWriter"/>.</summary>
    public PdfByteWriter Object(PdfObject value) => value switch
    {
        PdfNull => Raw("null"u8),
        PdfBoolean boolean => Raw(boolean.Value ? "true"u8 : "false"u8),
        PdfInteger integer => Integer(integer.Value),
        PdfReal real => Number(real.Value, 6),
        PdfName name => Name(name.Value),
        PdfString text => String(text),
        PdfReference reference => Integer(reference.Number).Byte((byte)' ').Integer(reference.Generation).Raw(" R"u8),
        PdfArray array => Array(array),
        PdfDictionary dictionary => Dictionary(dictionary),
        _ => throw new ArgumentException($"A {value.GetType().Name} cannot stand inside another object.", nameof(value)),
    };

    private PdfByteWriter Fill(byte value, int count)
    {
        _buffer.GetSpan(count)[..count].Fill(value);
        _buffer.Advance(count);
        return this;
    }

    private PdfByteWriter Array(PdfArray array)
    {
        Byte((byte)'[');
        for (int i = 0; i < array.Items.Length; i++)
        {
            if (i > 0)
            {
                Byte((byte)' ');
            }

            Object(array.Items[i]);
        }

        return Byte((byte)']');
    }

    private PdfByteWriter Dictionary(PdfDictionary dictionary)
    {
        Raw("<<"u8);
        foreach (var entry in dictionary.Entries)
        {
            Name(entry.Key);
            if (entry.Value is PdfInteger or PdfReal or PdfReference or PdfBoolean or PdfNull)
            {
                Byte((byte)' ');
            }

            Object(entry.Value);
        }

        return Raw(">>"u8);
    }

    private PdfByteWriter String(PdfString text)
    {
        if (text.IsHex)
        {
            return Byte((byte)'<').Hex(text.Bytes.Span).Byte((byte)'>');
        }

        Byte((byte)'(');
        foreach (byte value in text.Bytes.Span)
        {
            switch (value)
            {
                case (byte)'(' or (byte)')' or (byte)'\\':
                    Byte((byte)'\\').Byte(value);
                    break;
                case (byte)'\r': // a bare one would be read as a line feed
                    Raw("\\r"u8);
                    break;
                default:
                    Byte(value);
                    break;
            }
        }

        return Byte((byte)')');
    }

    private PdfByteWriter Fraction(int rest, int width)
    {
        while (rest % 10 == 0)
        {
            rest /= 10;
            width--;
        }

        var digits = _buffer.GetSpan(width + 1);
        digits[0] = (byte)'.';
        for (int i = width; i > 0; i--)
        {
            digits[i] = (byte)('0' + rest % 10);
            rest /= 10;
        }

        _buffer.Advance(width + 1);
        return this;
    }
}
