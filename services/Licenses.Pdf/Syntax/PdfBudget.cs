namespace Licenses.Pdf.Syntax;

/// <summary>Keeps count of what one document has cost so far, against its limits (R25).</summary>
internal sealed class PdfBudget(PdfLimits limits, CancellationToken cancellation)
{
    private long _decoded;
    private long _broken;
    private long _entries;
    private long _compared;

    public PdfLimits Limits { get; } = limits;

    public void ChargeDecoded(long bytes, long offset)
    {
        cancellation.ThrowIfCancellationRequested();
        Charge(ref _decoded, bytes, Limits.DecodedTotal, "decoded bytes", offset);
    }

    public void ChargeBroken(long bytes, long offset) =>
        Charge(ref _broken, bytes, Limits.BrokenBytes, "bytes of broken objects", offset);

    public void ChargeEntries(long count, long offset) =>
        Charge(ref _entries, count, Limits.CrossReferenceEntries, "cross-reference entries", offset);

    public void ChargeCompared()
    {
        Charge(ref _compared, 1, Limits.ComparedValues, "values to compare", 0);
        if ((_compared & 0xFFF) == 0)
        {
            cancellation.ThrowIfCancellationRequested();
        }
    }

    public void Check() => cancellation.ThrowIfCancellationRequested();

    private static void Charge(ref long spent, long amount, long limit, string what, long offset)
    {
        spent += amount;
        if (spent > limit)
        {
            throw new PdfFormatException($"The document has more than {limit} {what}.", offset) { IsLimit = true };
        }
    }
}
