namespace Licenses.Pdf.Syntax;

/// <summary>RunLengthDecode (ISO 32000-2, 7.4.5).</summary>
internal static class RunLengthFilter
{
    private const int EndOfData = 128;

    public static ReadOnlyMemory<byte> Decode(ReadOnlySpan<byte> encoded, FilterContext context)
    {
        var output = new List<byte>(encoded.Length * 2);
        for (int i = 0; i < encoded.Length && encoded[i] != EndOfData;)
        {
            int length = encoded[i] < EndOfData ? encoded[i] + 1 : 257 - encoded[i];
            int taken = encoded[i] < EndOfData ? length : 1;
            if (i + 1 + taken > encoded.Length)
            {
                throw context.Broken("RunLength");
            }

            for (int k = 0; k < length; k++)
            {
                output.Add(encoded[i + 1 + (taken == 1 ? 0 : k)]);
            }

            context.Check(output.Count);
            i += 1 + taken;
        }

        return output.ToArray();
    }
}
