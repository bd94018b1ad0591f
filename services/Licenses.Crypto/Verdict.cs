namespace Licenses.Crypto;

/// <summary>The outcome of one check. Ordered: the greatest wins, so that one failure decides and doubt outweighs a pass.</summary>
public enum Verdict
{
    Passed,
    Indeterminate,
    Failed,
}
