namespace Licenses.Crypto;

/// <summary>What one check found. A check that ran always says so: silence is not a pass.</summary>
/// <param name="Check">The check's stable code in UPPER_SNAKE_CASE, for example BYTE_RANGE.</param>
/// <param name="Verdict">What the check decided.</param>
/// <param name="Detail">One English sentence for a person; no personal data.</param>
/// <param name="Offset">Where in the file, in bytes from its start; null where no place is meant.</param>
/// <param name="SubIndication">The EN 319 102-1 reason that this finding would give the whole signature; null for a pass.</param>
/// <param name="DetailZh">The same sentence in Chinese; null where only English exists.</param>
public sealed record Finding(
    string Check,
    Verdict Verdict,
    string Detail,
    long? Offset = null,
    SubIndication? SubIndication = null,
    string? DetailZh = null)
{
    /// <summary>From when on asking again is worthwhile; null where that cannot be told, or need not be.</summary>
    public DateTimeOffset? RetryAt { get; init; }
}
