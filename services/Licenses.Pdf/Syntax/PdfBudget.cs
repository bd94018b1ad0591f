namespace Licenses.Pdf.Syntax;

/// <summary>Keeps count of what one document has cost so far, against its limits.</summary>
internal sealed class PdfBudget(PdfLimits limits, CancellationToken cancellation)
{
    private long _decoded;

    public PdfLimits Limits { get; } = limits;

    public void ChargeDecoded(long bytes, long offset)
    {
        cancellation.ThrowIfCancellationRequested();
        _decoded += bytes;
        if (_decoded > Limits.DecodedTotal)
        {
            throw new PdfFormatException($"Streams decode to more than {Limits.DecodedTotal} bytes in all.", offset);
        }
    }

    public void Check() => cancellation.ThrowIfCancellationRequested();
}
