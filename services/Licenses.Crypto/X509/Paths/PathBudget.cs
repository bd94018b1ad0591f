using System.Diagnostics;

namespace Licenses.Crypto.X509.Paths;

/// <summary>How much one search may cost. Honest graphs stay far below; a hostile one ends in doubt, not in a hang.</summary>
internal sealed class PathBudget
{
    public const int MostCertificates = 24; // on one path

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);

    private readonly long _started = Stopwatch.GetTimestamp();
    private int _signatures = 2_048;
    private int _steps = 16_384;

    /// <summary>Whether something was left untried.</summary>
    public bool IsSpent { get; private set; }

    public bool TakeSignature() => Take(ref _signatures);

    public bool TakeStep() => Take(ref _steps);

    /// <summary>A path was cut for its length.</summary>
    public void Cut() => IsSpent = true;

    private bool Take(ref int left)
    {
        if (left <= 0 || Stopwatch.GetElapsedTime(_started) > Longest)
        {
            IsSpent = true;
            return false;
        }

        left--;
        return true;
    }
}
