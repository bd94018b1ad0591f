namespace Licenses;

/// <summary>A license as it is stored, without its document and without its holder's code.</summary>
/// <param name="Number">License identifier.</param>
/// <param name="TypeCode">Code of the catalogue's license type.</param>
/// <param name="HolderNameMasked">The holder's name with all but its first character hidden.</param>
/// <param name="IssuedAt">When it was issued.</param>
/// <param name="ValidFrom">First instant of validity.</param>
/// <param name="ValidUntil">First instant after validity; null for a license without end.</param>
/// <param name="Status">State, version and since when, as stored.</param>
/// <param name="DocumentSize">Length of the sealed file as issued, in bytes; renewals append to it.</param>
/// <param name="DocumentSha256">SHA-256 of the sealed file as issued.</param>
public sealed record License(
    LicenseNumber Number,
    string TypeCode,
    string HolderNameMasked,
    DateTimeOffset IssuedAt,
    DateTimeOffset ValidFrom,
    DateTimeOffset? ValidUntil,
    StoredStatus Status,
    int DocumentSize,
    ReadOnlyMemory<byte> DocumentSha256);

/// <summary>The status of a license as the database holds it.</summary>
/// <param name="State">State, apart from expiry.</param>
/// <param name="Version">1 at issue, one more with each change.</param>
/// <param name="Reason">Why it is so.</param>
/// <param name="ChangedAt">When it became so.</param>
public sealed record StoredStatus(LicenseState State, long Version, StateReason Reason, DateTimeOffset ChangedAt);
