namespace Licenses.Crypto.X509.Paths;

/// <summary>How much one search may cost. Honest graphs stay far below; a hostile one ends in doubt, not in a hang.</summary>
/// <param name="work">What all searches of one judging may cost together.</param>
internal sealed class PathBudget(WorkBudget work)
{
    public const int MostCertificates = 24; // on one path

    private int _signatures = 2_048; // half as many by P-256, in a fraction of a second
    private int _links = 32_768; // looked at
    private int _steps = 8_192; // followed
    private int _comparisons = 1 << 20; // of names with name constraints, some 200 ns each
    private int _policies = 1 << 20; // policies, mappings and extended key usages looked at, some 200 ns each

    private bool _isSpent;

    /// <summary>Whether something was left untried.</summary>
    public bool IsSpent => _isSpent || work.IsSpent;

    /// <summary>In words, what was spent.</summary>
    public string Limit => work.IsSpent ? WorkBudget.LimitReached : "they are more than one search may try";

    public bool TakeSignature(Certificate below, SubjectPublicKeyInfo key) =>
        Take(ref _signatures, key.CheckCost) && work.TakeCheck(key, below.Signed.Length);

    public bool TakeLink() => TakeEach(ref _links, 1);

    public bool TakeStep() => TakeEach(ref _steps, 1);

    public bool TakeComparisons(long count) => TakeEach(ref _comparisons, count);

    /// <summary>Processing one path from its anchor down, by what its certificates list.</summary>
    public bool TakePath(CertificatePath path) => TakeEach(ref _policies, path.Certificates.Sum(certificate =>
        1L + (certificate.PathExtensions.Policies?.Length ?? 0) + certificate.PathExtensions.Mappings.Length
            + (certificate.ExtendedKeyUsages?.Length ?? 0)));

    /// <summary>A path was cut for its length.</summary>
    public void Cut() => _isSpent = true;

    private bool TakeEach(ref int left, long cost) => Take(ref left, cost) && work.TakeSteps(cost);

    private bool Take(ref int left, long cost)
    {
        if (left < cost)
        {
            _isSpent = true;
            return false;
        }

        left -= (int)cost;
        return true;
    }
}
