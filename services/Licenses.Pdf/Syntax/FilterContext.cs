namespace Licenses.Pdf.Syntax;

/// <summary>What a filter must know of its surroundings: how much it may give, and whose stream it works on.</summary>
internal readonly record struct FilterContext(int Limit, long Offset)
{
    public void Check(long length)
    {
        if (length > Limit)
        {
            throw new PdfFormatException($"A stream decodes to more than {Limit} bytes.", Offset) { IsLimit = true };
        }
    }

    public PdfFormatException Broken(string filter) => new($"The data of a {filter} stream is broken.", Offset);
}
