namespace Licenses.Crypto.X509;

/// <summary>Whether somebody trusted vouches for a certificate, and if not, why the nearest try failed.</summary>
public abstract record PathOutcome
{
    private PathOutcome()
    {
    }

    public sealed record Valid(CertificatePath Path) : PathOutcome;

    /// <param name="Reason">The EN 319 102-1 reason.</param>
    /// <param name="Detail">One sentence for a person.</param>
    public sealed record Invalid(SubIndication Reason, string Detail) : PathOutcome
    {
        /// <summary>What was tried, likeliest first; not more than a person reads.</summary>
        public ImmutableArray<PathAttempt> Attempts { get; init; } = [];

        /// <summary>Whether further certificates, or a library that knows more algorithms, might still find a path.</summary>
        public bool IsDoubt { get; init; }
    }
}
