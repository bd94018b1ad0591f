namespace Licenses.Verification;

/// <summary>Between which times something was made, as far as timestamps prove it.</summary>
/// <param name="Existed">When it is known to have existed.</param>
/// <param name="MadeAfter">A time at which it was not yet made, because it covers a timestamp of then; null: unknown.</param>
internal readonly record struct ExistenceBounds(ProofOfExistence Existed, DateTimeOffset? MadeAfter)
{
    public DateTimeOffset Time => Existed.Time;
}
