namespace Licenses.Pdf.Syntax;

/// <summary>LZWDecode (ISO 32000-2, 7.4.4): codes of 9 to 12 bits, highest bit first.</summary>
internal static class LzwFilter
{
    private const int Clear = 256;
    private const int EndOfData = 257;
    private const int TableSize = 4096;

    public static ReadOnlyMemory<byte> Decode(ReadOnlySpan<byte> encoded, FilterParameters parameters, FilterContext context)
    {
        var output = new List<byte>(encoded.Length * 2);
        var prefixes = new int[TableSize];
        var suffixes = new byte[TableSize];
        var stack = new byte[TableSize];
        int next = 258, width = 9, previous = -1, bitPosition = 0;
        while (TryReadCode(encoded, ref bitPosition, width, out int code) && code != EndOfData)
        {
            if (code == Clear)
            {
                (next, width, previous) = (258, 9, -1);
                continue;
            }

            if (code > next || (code == next && previous < 0) || code >= TableSize || (previous < 0 && code > 255))
            {
                throw context.Broken("LZW");
            }

            int depth = 0;
            int walk = code == next ? previous : code;
            for (; walk > 255; walk = prefixes[walk])
            {
                stack[depth++] = suffixes[walk];
            }

            byte first = (byte)walk;
            output.Add(first);
            while (depth > 0)
            {
                output.Add(stack[--depth]);
            }

            if (code == next)
            {
                output.Add(first);
            }

            context.Check(output.Count);
            if (previous >= 0 && next < TableSize)
            {
                (prefixes[next], suffixes[next]) = (previous, first);
                next++;
            }

            width = WidthFor(next + (parameters.EarlyChange ? 1 : 0));
            previous = code;
        }

        return output.ToArray();
    }

    private static int WidthFor(int next) => next >= 2048 ? 12 : next >= 1024 ? 11 : next >= 512 ? 10 : 9;

    private static bool TryReadCode(ReadOnlySpan<byte> data, ref int bitPosition, int width, out int code)
    {
        code = 0;
        if ((long)bitPosition + width > data.Length * 8L)
        {
            return false;
        }

        for (int taken = 0; taken < width;)
        {
            int inByte = bitPosition & 7;
            int count = Math.Min(8 - inByte, width - taken);
            code = code << count | (data[bitPosition >> 3] >> (8 - inByte - count) & ((1 << count) - 1));
            taken += count;
            bitPosition += count;
        }

        return true;
    }
}
