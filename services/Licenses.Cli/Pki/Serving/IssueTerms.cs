namespace Licenses.Cli.Pki.Serving;

/// <summary>From when to when a certificate of the served PKI is valid, and by whose key.</summary>
/// <param name="From">When it begins.</param>
/// <param name="Until">When it ends.</param>
/// <param name="IsByStranger">Signed in the authority's name by a key that is not the authority's.</param>
internal sealed record IssueTerms(DateTimeOffset From, DateTimeOffset Until, bool IsByStranger = false)
{
    private const int ClockMinutes = 5; // clocks differ a little

    /// <summary>A year from now on; or as a fault wants it.</summary>
    public static IssueTerms At(DateTimeOffset now, WorldFault fault) => fault switch
    {
        WorldFault.Expired => new IssueTerms(now.AddDays(-3), now.AddDays(-1)),
        WorldFault.Future => new IssueTerms(now.AddDays(1), now.AddYears(1)),
        _ => new IssueTerms(now.AddMinutes(-ClockMinutes), now.AddYears(1), fault == WorldFault.WrongSigner),
    };
}
