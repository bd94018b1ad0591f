namespace Licenses.Crypto.X509.Paths;

/// <summary>How much one search may cost. Honest graphs stay far below; a hostile one ends in doubt, not in a hang.</summary>
internal sealed class PathBudget
{
    public const int MostCertificates = 24; // on one path

    private int _signatures = 2_048; // half as many by P-256, in a fraction of a second
    private int _links = 32_768; // looked at
    private int _steps = 8_192; // followed
    private int _comparisons = 1 << 20; // of names with name constraints, some 200 ns each
    private int _policies = 1 << 20; // policies, mappings and extended key usages looked at, some 200 ns each

    /// <summary>Whether something was left untried.</summary>
    public bool IsSpent { get; private set; }

    public bool TakeSignature(SubjectPublicKeyInfo key) => Take(ref _signatures, Cost(key));

    public bool TakeLink() => Take(ref _links, 1);

    public bool TakeStep() => Take(ref _steps, 1);

    public bool TakeComparisons(long count) => Take(ref _comparisons, count);

    /// <summary>Processing one path from its anchor down, by what its certificates list.</summary>
    public bool TakePath(CertificatePath path) => Take(ref _policies, path.Certificates.Sum(certificate =>
        1L + (certificate.PathExtensions.Policies?.Length ?? 0) + certificate.PathExtensions.Mappings.Length
            + (certificate.ExtendedKeyUsages?.Length ?? 0)));

    /// <summary>A path was cut for its length.</summary>
    public void Cut() => IsSpent = true;

    private bool Take(ref int left, long cost)
    {
        if (left < cost)
        {
            IsSpent = true;
            return false;
        }

        left -= (int)cost;
        return true;
    }

    // What a verification takes, roughly, as a multiple of the cheapest.
    private static int Cost(SubjectPublicKeyInfo key) => key.Kind switch
    {
        KeyKind.Rsa or KeyKind.RsaPss => 1 + (key.Bits / 4096),
        KeyKind.EllipticCurve when key.Bits > 256 => 8,
        _ => 2,
    };
}
