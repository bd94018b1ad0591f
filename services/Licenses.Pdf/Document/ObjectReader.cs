using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Document;

/// <summary>Reads indirect objects at given offsets of the file.</summary>
internal sealed class ObjectReader(PdfSource source, PdfBudget budget, Func<PdfObject?, PdfObject> resolve)
{
    private const int FirstWindow = 2048;
    private const int FirstWindowInMemory = 256 * 1024; // costs nothing; the limit is for broken objects, which are read to its end

    public PdfSource Source => source;

    public PdfBudget Budget => budget;

    /// <summary>Reads "n g obj … endobj", or up to a stream's data.</summary>
    public IndirectObject ReadAt(long offset) => Parse(offset, ReadIndirect);

    /// <summary>The place behind the object's endobj; throws where that is missing.</summary>
    public long FindEnd(IndirectObject stored)
    {
        if (stored.Value is not FilePdfStream stream)
        {
            return Parse(stored.Head.End, ReadEndOfObject);
        }

        return Parse(stream.DataEnd, (ref PdfParser parser) =>
        {
            if (!parser.TryReadKeyword("endstream"u8))
            {
                throw new PdfFormatException("A stream does not end where its length says.", parser.Offset);
            }

            return ReadEndOfObject(ref parser);
        });
    }

    public long FindDataEnd(PdfDictionary dictionary, long dataStart)
    {
        if (resolve(dictionary["Length"]) is not PdfInteger { Value: >= 0 } length || length.Value > source.Length - dataStart)
        {
            throw new PdfFormatException("A stream has no usable length.", dataStart);
        }

        long end = dataStart + length.Value;
        return Parse(end, (ref PdfParser parser) => parser.TryReadKeyword("endstream"u8)
            ? end
            : throw new PdfFormatException("A stream does not end where its length says.", end));
    }

    public ReadOnlyMemory<byte> Slice(long offset, long length)
    {
        if (length > budget.Limits.DecodedStream)
        {
            throw new PdfFormatException($"A stream is longer than {budget.Limits.DecodedStream} bytes.", offset) { IsLimit = true };
        }

        return source.Slice(offset, (int)length);
    }

    /// <summary>Parses at an offset, with as many bytes at hand as it takes.</summary>
    public T Parse<T>(long offset, ParserAction<T> read)
    {
        if (offset < 0 || offset >= source.Length)
        {
            throw new PdfFormatException($"The file says to look at byte {offset}, which it does not have.", source.Length);
        }

        for (long wanted = source.TryGetMemory(out _) ? FirstWindowInMemory : FirstWindow; ; wanted *= 4)
        {
            budget.Check();
            var window = source.Window(offset, (int)Math.Min(wanted, budget.Limits.ObjectBytes));
            int most = (int)Math.Min(Math.Max(wanted, FirstWindowInMemory), budget.Limits.ObjectBytes);
            window = window.Length > most ? window[..most] : window;

            bool isFinal = offset + window.Length >= source.Length;
            try
            {
                var parser = new PdfParser(window.Span, offset, budget.Limits, isFinal);
                return read(ref parser);
            }
            catch (WindowTooSmallException) when (window.Length < budget.Limits.ObjectBytes)
            {
                // Read on with a larger window.
            }
            catch (PdfFormatException)
            {
                budget.ChargeBroken(window.Length, offset);
                throw;
            }
            catch (WindowTooSmallException)
            {
                throw new PdfFormatException($"An object is larger than {budget.Limits.ObjectBytes} bytes.", offset) { IsLimit = true };
            }
        }
    }

    private IndirectObject ReadIndirect(ref PdfParser parser)
    {
        parser.SkipWhite();
        long start = parser.Offset;
        int number = (int)parser.ReadInteger(int.MaxValue);
        int generation = (int)parser.ReadInteger(int.MaxValue);
        if (!parser.TryReadKeyword("obj"u8))
        {
            throw new PdfFormatException("Expected an object here.", start);
        }

        var value = parser.ReadObject();
        var head = new FileSpan(start, parser.Offset);
        if (parser.TryReadKeyword("endobj"u8))
        {
            return new(number, generation, value, head);
        }

        if (value is not PdfDictionary dictionary || !parser.TryReadKeyword("stream"u8))
        {
            throw new PdfFormatException("An object has no endobj.", parser.Offset);
        }

        head = new FileSpan(start, parser.Offset);
        var stream = new FilePdfStream(dictionary, parser.ReadStreamStart(), this) { Span = dictionary.Span };
        return new(number, generation, stream, head);
    }

    private static long ReadEndOfObject(ref PdfParser parser) => parser.TryReadKeyword("endobj"u8)
        ? parser.Offset
        : throw new PdfFormatException("An object has no endobj.", parser.Offset);
}
