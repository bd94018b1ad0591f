using Licenses.Catalog;
using Licenses.Crypto.Seals;
using Licenses.Crypto.X509;

namespace Licenses.Sealing.Desk;

/// <summary>Reads the desk: departments see their own seals, administrators and auditors see all.</summary>
public sealed class SealRegister(ISealDeskStore store, SealMakerKey maker, CityCatalog catalog) : ISealStandings
{
    /// <summary>Whose seals a caller may list; refused where it asks for another organisation's.</summary>
    public static Outcome<string?> ScopeOf(Caller caller, string? organisationCode)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return caller.Role != Role.Issuer ? new Outcome<string?>.Done(organisationCode)
            : organisationCode is null || organisationCode == caller.OrganisationCode
                ? new Outcome<string?>.Done(caller.OrganisationCode)
                : DeskRefusals.NotEntitled<string?>();
    }

    public ValueTask<ImmutableArray<ListedSeal>> ListAsync(
        SealFilter filter, long? before, int limit, CancellationToken cancellationToken) =>
        store.ListAsync(filter, before, limit, cancellationToken);

    /// <summary>A seal with everything that is known of it.</summary>
    public async Task<Outcome<SealFile>> FindAsync(Caller caller, string sealId, CancellationToken cancellationToken)
    {
        if (await FindOwnAsync(caller, sealId, cancellationToken) is not Outcome<DeskSeal>.Done { Value: var seal })
        {
            return DeskRefusals.UnknownSeal<SealFile>();
        }

        var shown = await store.FindVersionAsync(sealId, Math.Max(seal.Version, 1), cancellationToken);
        var asked = seal.Pending is { Draft: > 0 and var number } && number != shown?.Number
            ? await store.FindVersionAsync(sealId, number, cancellationToken)
            : null;
        return shown is null
            ? throw new StoreUnavailableException("a version of a seal is missing")
            : new Outcome<SealFile>.Done(new SealFile(
                seal, shown, asked, await store.FindEventsAsync(sealId, cancellationToken)));
    }

    /// <summary>Uses of a seal, the newest first.</summary>
    public async Task<Outcome<ImmutableArray<RecordedUse>>> ListUsesAsync(
        Caller caller, string sealId, long? before, int limit, CancellationToken cancellationToken) =>
        await FindOwnAsync(caller, sealId, cancellationToken) is Outcome<DeskSeal>.Done
            ? new Outcome<ImmutableArray<RecordedUse>>.Done(
                await store.ListUsesAsync(sealId, before, limit, cancellationToken))
            : DeskRefusals.UnknownSeal<ImmutableArray<RecordedUse>>();

    public async ValueTask<SealStanding> AskAsync(
        ElectronicSeal seal, SealedSignature? applied, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(seal);
        try
        {
            byte[] sha256 = System.Security.Cryptography.SHA256.HashData(seal.Encoded.Span);
            return await store.FindMadeAsync(sha256, cancellationToken) is { } version
                ? new SealStanding.Known(version, await store.FindEventsAsync(version.SealId, cancellationToken))
                {
                    UsedAt = applied is null
                        ? null
                        : await store.FindUseAsync(version.SealId, version.Number, applied.DataHash, cancellationToken),
                }
                : new SealStanding.Unknown(await store.FindAsync(seal.Info.SealId, cancellationToken) is not null)
                {
                    IsOfServedHouse = maker.IsConfigured && IsOfThisCity(seal, applied),
                };
        }
        catch (StoreUnavailableException e)
        {
            return new SealStanding.Unavailable(e.Message);
        }
    }

    // By who may apply it, who did, or what it calls itself: a claim is enough to doubt it.
    private bool IsOfThisCity(ElectronicSeal seal, SealedSignature? applied) =>
        seal.Info.Signers.Select(CodeOf).Append(applied?.Signer?.OrganizationIdentifier).OfType<string>()
            .Any(code => catalog.FindDepartmentByCode(code) is { OfThisCity: true })
        || catalog.Departments.Any(department => department.OfThisCity && seal.Info.Name.Contains(department.Name.Zh, StringComparison.Ordinal));

    private static string? CodeOf(ReadOnlyMemory<byte> encoded)
    {
        try
        {
            return Certificate.Decode(encoded).OrganizationIdentifier;
        }
        catch (CertificateFormatException)
        {
            return null;
        }
    }

    // Another organisation's seal is as unknown as one that does not exist.
    private async Task<Outcome<DeskSeal>> FindOwnAsync(Caller caller, string sealId, CancellationToken cancellationToken) =>
        await store.FindAsync(sealId, cancellationToken) is { } seal
        && (caller.Role != Role.Issuer || caller.OrganisationCode == seal.OrganisationCode)
            ? new Outcome<DeskSeal>.Done(seal)
            : DeskRefusals.UnknownSeal<DeskSeal>();
}
