namespace Licenses.Presentation;

/// <summary>One-time links and the record of uses. Throws <see cref="StoreUnavailableException"/>.</summary>
public interface IPresentationStore
{
    /// <summary>Stores a link by the SHA-256 of its token; the token itself is never stored.</summary>
    ValueTask AddLinkAsync(DownloadLink link, CancellationToken cancellationToken);

    /// <summary>Uses a link up: its license the first time before expiry, null ever after.</summary>
    ValueTask<LicenseNumber?> RedeemLinkAsync(
        ReadOnlyMemory<byte> tokenSha256, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Uses of a holder's licenses, the newest first.</summary>
    ValueTask<ImmutableArray<LicenseUse>> ListUsesAsync(
        Subject holder, long? before, int limit, CancellationToken cancellationToken);
}

/// <summary>A one-time link.</summary>
public sealed record DownloadLink(ReadOnlyMemory<byte> TokenSha256, LicenseNumber Number, DateTimeOffset ExpiresAt);

/// <summary>One use of a license (用证记录), with the cursor that continues the list behind it.</summary>
public sealed record LicenseUse(
    LicenseNumber Number,
    DateTimeOffset UsedAt,
    string Organisation,
    string ItemCode,
    string CaseNumber,
    string Operator,
    string Purpose,
    long Cursor);
