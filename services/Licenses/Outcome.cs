namespace Licenses;

/// <summary>What a use case came to: a value or a refusal, nothing else.</summary>
public abstract record Outcome<T>
{
    private Outcome() { } // closed: only the cases below exist

    /// <summary>It was done.</summary>
    /// <param name="Value">The result.</param>
    /// <param name="IsRepeated">True when the same request had been carried out before.</param>
    public sealed record Done(T Value, bool IsRepeated = false) : Outcome<T>;

    /// <summary>It was refused, and nothing was written.</summary>
    public sealed record Refused(Refusal Refusal) : Outcome<T>;
}
