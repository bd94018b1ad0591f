namespace Licenses.Trust.Fetching;

/// <summary>Why a source gave nothing.</summary>
/// <param name="Why">For a person; empty where it gave something.</param>
/// <param name="IsOverload">It was not asked, for want of a place here: that tells nothing of the source.</param>
internal readonly record struct Shortfall(string Why, bool IsOverload = false)
{
    public static readonly Shortfall None = new("");

    public static Shortfall Of(FetchOutcome.Failed failed) => new(failed.Detail, failed.Why == FetchFailure.Busy);

    public override string ToString() => Why;
}
