using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Document;

/// <summary>A decoded object stream (ISO 32000-2, 7.5.7).</summary>
internal sealed class ObjectStream
{
    private readonly ReadOnlyMemory<byte> _data;
    private readonly (int Number, int Offset)[] _index;
    private readonly IndirectObject _stored;
    private readonly PdfLimits _limits;

    public ObjectStream(IndirectObject stored, ReadOnlyMemory<byte> data, PdfDictionary dictionary, PdfLimits limits)
    {
        _data = data;
        _stored = stored;
        _limits = limits;
        _index = ReadIndex(dictionary);
    }

    /// <summary>The numbers of its objects, by index.</summary>
    public ImmutableArray<int> Members => [.. _index.Select(item => item.Number)];

    public IndirectObject Read(int index, int number)
    {
        if (index >= _index.Length || _index[index].Number != number)
        {
            throw new PdfFormatException(
                $"Object stream {_stored.Number} does not hold object {number} at index {index}.", _stored.Head.Start);
        }

        try
        {
            var parser = new PdfParser(_data.Span[_index[index].Offset..], -1, _limits);
            return new(number, 0, parser.ReadObject(), FileSpan.None, _stored.Number);
        }
        catch (PdfFormatException error) // its offset is one of decoded bytes
        {
            throw new PdfFormatException($"Object {number} in an object stream: {error.Message}", _stored.Head.Start);
        }
    }

    private (int Number, int Offset)[] ReadIndex(PdfDictionary dictionary)
    {
        long at = _stored.Head.Start;
        if (dictionary["N"] is not PdfInteger { Value: >= 0 } count || count.Value > _data.Length
            || dictionary["First"] is not PdfInteger { Value: >= 0 } first || first.Value > _data.Length)
        {
            throw new PdfFormatException("An object stream has no usable /N or /First.", at);
        }

        try
        {
            var index = new (int, int)[(int)count.Value];
            var numbers = new HashSet<int>();
            var parser = new PdfParser(_data.Span[..(int)first.Value], 0, _limits);
            for (int i = 0; i < index.Length; i++)
            {
                int number = (int)parser.ReadInteger(int.MaxValue);
                if (!numbers.Add(number)) // some readers take the first one, whichever the cross-reference names
                {
                    throw new PdfFormatException("A number comes twice.", at);
                }

                index[i] = (number, (int)(first.Value + parser.ReadInteger(_data.Length - first.Value)));
            }

            return index;
        }
        catch (PdfFormatException)
        {
            throw new PdfFormatException("The index of an object stream is broken.", at);
        }
    }
}
