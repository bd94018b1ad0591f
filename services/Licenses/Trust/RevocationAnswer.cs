namespace Licenses.Trust;

/// <summary>What asking a source of revocation data led to. An error is never an answer.</summary>
public abstract record RevocationAnswer
{
    private RevocationAnswer()
    {
    }

    /// <summary>A verified fact that is fresh enough.</summary>
    public sealed record Known(RevocationFact Fact) : RevocationAnswer;

    /// <param name="Why">One sentence for a person.</param>
    /// <param name="RetryAt">When it makes sense to ask again.</param>
    public sealed record Unavailable(string Why, DateTimeOffset RetryAt) : RevocationAnswer
    {
        /// <summary>
        /// Nobody was asked, for as many questions as may be are under way here: it says nothing of the source, and is not
        /// remembered.
        /// </summary>
        public bool IsOverload { get; init; }
    }
}
