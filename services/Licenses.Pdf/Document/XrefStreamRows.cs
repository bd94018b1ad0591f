using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Document;

/// <summary>The rows of a cross-reference stream (ISO 32000-2, 7.5.8.3).</summary>
internal sealed record XrefStreamRows(ImmutableArray<XrefSubsection> Subsections, ImmutableArray<XrefFlaw> Flaws)
{
    public static XrefStreamRows Read(FilePdfStream stream, PdfBudget budget)
    {
        long offset = stream.Span.Start;
        var widths = ReadWidths(stream.Dictionary);
        int row = widths[0] + widths[1] + widths[2];
        var data = StreamDecoder.Decode(stream, value => value ?? PdfNull.Instance, budget).Bytes.Span;
        var subsections = ImmutableArray.CreateBuilder<XrefSubsection>();
        foreach ((int first, int count) in ReadIndex(stream.Dictionary, budget.Limits))
        {
            if ((long)count * row > data.Length)
            {
                throw new PdfFormatException("A cross-reference stream has fewer rows than it says.", offset);
            }

            budget.ChargeEntries(count, offset);
            var entries = ImmutableArray.CreateBuilder<XrefEntry>(count);
            for (int i = 0; i < count; i++, data = data[row..])
            {
                entries.Add(ReadRow(data, widths, offset));
            }

            if (count > 0)
            {
                subsections.Add(new(first, entries.MoveToImmutable()));
            }
        }

        ImmutableArray<XrefFlaw> flaws = data.IsEmpty
            ? []
            : [new(offset, "A cross-reference stream holds data behind its last row.", "交叉引用流末行之后还有数据。")];
        return new(XrefSubsections.Order(subsections, offset), flaws);
    }

    private static int[] ReadWidths(PdfDictionary dictionary)
    {
        if (dictionary["W"] is PdfArray { Items.Length: >= 3 } array
            && array.Items.All(item => item is PdfInteger { Value: >= 0 and <= 8 })
            && array.Items.Skip(3).All(item => ((PdfInteger)item).Value == 0))
        {
            int[] widths = [.. array.Items.Take(3).Select(item => (int)((PdfInteger)item).Value)];
            if (widths[1] > 0)
            {
                return widths;
            }
        }

        throw new PdfFormatException("A cross-reference stream has no usable /W.", dictionary.Span.Start);
    }

    private static List<(int First, int Count)> ReadIndex(PdfDictionary dictionary, PdfLimits limits)
    {
        long offset = dictionary.Span.Start;
        var numbers = dictionary["Index"] switch
        {
            PdfArray array => array.Items,
            null when dictionary["Size"] is PdfInteger size => [new PdfInteger(0), size],
            _ => throw new PdfFormatException("A cross-reference stream has no usable /Index or /Size.", offset),
        };
        var index = new List<(int, int)>();
        for (int i = 0; i < numbers.Length; i += 2)
        {
            if (i + 1 >= numbers.Length || numbers[i] is not PdfInteger { Value: >= 0 } first
                || numbers[i + 1] is not PdfInteger { Value: >= 0 } count
                || first.Value > limits.Objects || count.Value > limits.Objects - first.Value)
            {
                throw new PdfFormatException("/Index of a cross-reference stream is out of range.", offset);
            }

            index.Add(((int)first.Value, (int)count.Value));
        }

        return index;
    }

    private static XrefEntry ReadRow(ReadOnlySpan<byte> data, int[] widths, long offset)
    {
        long type = widths[0] == 0 ? 1 : ReadField(data, widths[0], offset);
        long second = ReadField(data[widths[0]..], widths[1], offset);
        long third = ReadField(data[(widths[0] + widths[1])..], widths[2], offset);
        var kind = type switch
        {
            0 => XrefEntryKind.Free,
            1 => XrefEntryKind.InFile,
            2 => XrefEntryKind.InObjectStream,
            _ => XrefEntryKind.Unknown,
        };
        return third <= int.MaxValue
            ? new(kind, second, (int)third)
            : throw new PdfFormatException("A cross-reference row is out of range.", offset);
    }

    private static long ReadField(ReadOnlySpan<byte> data, int width, long offset)
    {
        ulong value = 0;
        foreach (byte part in data[..width])
        {
            value = value << 8 | part;
        }

        return value <= long.MaxValue
            ? (long)value
            : throw new PdfFormatException("A cross-reference row is out of range.", offset);
    }
}
