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
    public sealed record Invalid(SubIndication Reason, string Detail) : PathOutcome;
}
