namespace Licenses.Trust.Lists;

/// <summary>What is remembered of a list: its number, and a digest (hexadecimal) that tells two of one number apart.</summary>
public sealed record SeenTrustList(long Number, string Digest)
{
    /// <summary>Whether having seen this one forbids another.</summary>
    internal bool Forbids(SeenTrustList offered) =>
        offered.Number < Number || (offered.Number == Number && offered.Digest != Digest);
}
