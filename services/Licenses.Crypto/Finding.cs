using System.Text.Json.Serialization;

namespace Licenses.Crypto;

/// <summary>What one check found. A check that ran always says so: silence is not a pass.</summary>
/// <param name="Check">The check's stable code in UPPER_SNAKE_CASE, for example BYTE_RANGE.</param>
/// <param name="Verdict">What the check decided.</param>
/// <param name="Detail">One English sentence for a person; no personal data.</param>
/// <param name="Offset">Where in the file, in bytes from its start; null where no place is meant.</param>
/// <param name="SubIndication">The EN 319 102-1 reason that this finding would give the whole signature; null for a pass.</param>
/// <param name="DetailZh">The same sentence in Chinese: none is told in English only.</param>
[method: JsonConstructor]
public sealed record Finding(
    string Check, Verdict Verdict, string Detail, long? Offset, SubIndication? SubIndication, string DetailZh)
{
    /// <summary>A finding that is about no place and gives no reason.</summary>
    public Finding(string check, Verdict verdict, string detail, string detailZh)
        : this(check, verdict, detail, null, null, detailZh)
    {
    }

    /// <summary>From when on asking again is worthwhile; null where that cannot be told, or need not be.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>A pass with something that a person should read, or see to.</summary>
    public bool IsNote { get; init; }
}
