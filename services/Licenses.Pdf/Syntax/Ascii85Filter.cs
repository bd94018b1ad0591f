namespace Licenses.Pdf.Syntax;

/// <summary>ASCII85Decode (ISO 32000-2, 7.4.3).</summary>
internal static class Ascii85Filter
{
    public static ReadOnlyMemory<byte> Decode(ReadOnlySpan<byte> encoded, FilterContext context)
    {
        var output = new List<byte>(encoded.Length);
        ulong group = 0;
        int digits = 0;
        foreach (byte value in encoded)
        {
            if (value == '~')
            {
                break;
            }

            if (value == 'z' && digits == 0)
            {
                output.AddRange([0, 0, 0, 0]);
            }
            else if (value is >= (byte)'!' and <= (byte)'u')
            {
                group = group * 85 + (uint)(value - '!');
                if (++digits == 5)
                {
                    Append(output, group, 4, context);
                    (group, digits) = (0, 0);
                }
            }
            else if (!PdfCharacters.IsWhite(value))
            {
                throw context.Broken("ASCII85");
            }

            context.Check(output.Count);
        }

        Finish(output, group, digits, context);
        return output.ToArray();
    }

    private static void Finish(List<byte> output, ulong group, int digits, FilterContext context)
    {
        if (digits == 1)
        {
            throw context.Broken("ASCII85");
        }

        if (digits > 0)
        {
            for (int i = digits; i < 5; i++)
            {
                group = group * 85 + 84;
            }

            Append(output, group, digits - 1, context);
        }
    }

    private static void Append(List<byte> output, ulong group, int count, FilterContext context)
    {
        if (group > uint.MaxValue)
        {
            throw context.Broken("ASCII85");
        }

        for (int i = 0; i < count; i++)
        {
            output.Add((byte)(group >> (24 - 8 * i) & 0xFF));
        }
    }
}
