using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Licenses.Issuing;

namespace Licenses.Presentation;

/// <summary>What a holder does with the own licenses: list them, download one, see who used them.</summary>
public sealed class HolderDesk(ILicenseStore licenses, IPresentationStore store, TimeProvider clock)
{
    /// <summary>How long a download link works.</summary>
    public static readonly TimeSpan LinkLifetime = TimeSpan.FromMinutes(10);

    private const int TokenBytes = 32;
    private const int MaxListed = 200;

    private static readonly Refusal Unknown = new(RefusalReason.UnknownLicense, "没有这一证照", "no such license");

    public ValueTask<ImmutableArray<HeldLicense>> ListAsync(
        Subject holder, long? before, int limit, CancellationToken cancellationToken) =>
        licenses.ListByHolderAsync(holder, [], before, limit, cancellationToken);

    public ValueTask<ImmutableArray<LicenseUse>> ListUsesAsync(
        Subject holder, long? before, int limit, CancellationToken cancellationToken) =>
        store.ListUsesAsync(holder, before, limit, cancellationToken);

    /// <summary>Makes a link for one of the holder's own licenses; to any other holder the license does not exist.</summary>
    public async Task<Outcome<IssuedLink>> CreateLinkAsync(
        Subject holder, LicenseNumber number, CancellationToken cancellationToken)
    {
        if (!await IsHeldByAsync(holder, number, cancellationToken))
        {
            return new Outcome<IssuedLink>.Refused(Unknown);
        }

        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));
        var expiresAt = clock.GetUtcNow() + LinkLifetime;
        await store.AddLinkAsync(new DownloadLink(HashOf(token), number, expiresAt), cancellationToken);
        return new Outcome<IssuedLink>.Done(new IssuedLink(token, expiresAt));
    }

    /// <summary>Uses a link up and gives the sealed file; null for a link that is unknown, used or too old.</summary>
    public async Task<DownloadedLicense?> RedeemAsync(string token, CancellationToken cancellationToken)
    {
        if (token.Length is 0 or > 64
            || await store.RedeemLinkAsync(HashOf(token), clock.GetUtcNow(), cancellationToken) is not { } number
            || await licenses.FindDocumentAsync(number, cancellationToken) is not { } document)
        {
            return null;
        }

        return new DownloadedLicense(number, document);
    }

    private async Task<bool> IsHeldByAsync(Subject holder, LicenseNumber number, CancellationToken cancellationToken)
    {
        if (await licenses.FindAsync(number, cancellationToken) is not { } license
            || !holder.MayBeNamed(license.HolderNameMasked))
        {
            return false;
        }

        long? before = null;
        while (true)
        {
            var page = await licenses.ListByHolderAsync(holder, [license.TypeCode], before, MaxListed, cancellationToken);
            if (page.Any(row => row.License.Number == number))
            {
                return true;
            }

            if (page.Length < MaxListed)
            {
                return false;
            }

            before = page[^1].Cursor;
        }
    }

    private static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}

/// <summary>A link's secret part and its end.</summary>
public sealed record IssuedLink(string Token, DateTimeOffset ExpiresAt);

/// <summary>A license's sealed file on its way to its holder.</summary>
public sealed record DownloadedLicense(LicenseNumber Number, ReadOnlyMemory<byte> Document);
