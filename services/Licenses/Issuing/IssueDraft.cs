namespace Licenses.Issuing;

/// <summary>A request to issue a license as it arrived: nothing in it has been checked.</summary>
public sealed record IssueDraft(
    string RequestId,
    string TypeCode,
    SubjectKind? HolderKind,
    string HolderCode,
    string HolderName,
    ImmutableSortedDictionary<string, string> Fields,
    DateTimeOffset? ValidFrom,
    DateTimeOffset? ValidUntil);
