namespace Licenses.Pdf.Syntax;

/// <summary>Keeps count of what one document has cost so far, against its limits (R25).</summary>
internal sealed class PdfBudget(PdfLimits limits, long fileLength, CancellationToken cancellation)
{
    private readonly long _mostCompared = Math.Min(
        limits.ComparedValues, limits.ComparedValuesAtLeast + limits.ComparedValuesPerByte * fileLength);

    private long _decoded;
    private long _broken;
    private long _entries;
    private long _compared;

    public PdfLimits Limits { get; } = limits;

    /// <summary>How many values were looked at so far.</summary>
    public long Compared => _compared;

    public void ChargeDecoded(long bytes, long offset)
    {
        cancellation.ThrowIfCancellationRequested();
        Charge(ref _decoded, bytes, Limits.DecodedTotal, "decoded bytes", offset);
    }

    public void ChargeBroken(long bytes, long offset) =>
        Charge(ref _broken, bytes, Limits.BrokenBytes, "bytes of broken objects", offset);

    public void ChargeEntries(long count, long offset) =>
        Charge(ref _entries, count, Limits.CrossReferenceEntries, "cross-reference entries", offset);

    public void ChargeCompared(long count = 1)
    {
        const int Shift = 12; // once in 4,096 values, whoever waits is asked whether he still does
        bool asks = _compared >> Shift != (_compared + count) >> Shift;
        Charge(ref _compared, count, _mostCompared, "values to compare", 0);
        if (asks)
        {
            cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <summary>A part of the work with limits of its own, ended by the same word.</summary>
    public PdfBudget Within(PdfLimits narrower) => new(narrower, fileLength, cancellation);

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
