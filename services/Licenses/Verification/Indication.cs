namespace Licenses.Verification;

/// <summary>What validation says about one signature as a whole (EN 319 102-1, 5.1.2).</summary>
public enum Indication
{
    TotalPassed,
    Indeterminate,
    TotalFailed,
}
