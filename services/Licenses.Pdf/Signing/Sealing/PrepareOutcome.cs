namespace Licenses.Pdf.Signing;

/// <summary>What came of the first half of sealing.</summary>
public abstract record PrepareOutcome
{
    private PrepareOutcome() { } // closed: only the cases below exist

    /// <summary>Ready to be signed.</summary>
    public sealed record Prepared(PreparedSeal Seal) : PrepareOutcome;

    /// <summary>Cannot be sealed like this.</summary>
    public sealed record Refused(SealOutcome.Refused Outcome) : PrepareOutcome;
}
