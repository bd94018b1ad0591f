using Licenses.Catalog;

namespace Licenses.Issuing;

/// <summary>Reads issued licenses and their documents for those who may see them.</summary>
public sealed class LicenseReader(CityCatalog catalog, ILicenseStore store)
{
    private static readonly Refusal Unknown = new(RefusalReason.UnknownLicense, "没有这一证照", "no such license");

    /// <summary>A license, for its issuer and for auditors. To others it does not exist.</summary>
    public async Task<Outcome<License>> FindAsync(Caller caller, LicenseNumber number, CancellationToken cancellationToken) =>
        MaySee(caller, number) && await store.FindAsync(number, cancellationToken) is { } license
            ? new Outcome<License>.Done(license)
            : new Outcome<License>.Refused(Unknown);

    /// <summary>The sealed file, for its issuer only.</summary>
    public async Task<Outcome<ReadOnlyMemory<byte>>> FindDocumentAsync(
        Caller caller, LicenseNumber number, CancellationToken cancellationToken) =>
        caller.Role == Role.Issuer
        && MaySee(caller, number)
        && await store.FindDocumentAsync(number, cancellationToken) is { } document
            ? new Outcome<ReadOnlyMemory<byte>>.Done(document)
            : new Outcome<ReadOnlyMemory<byte>>.Refused(Unknown);

    private bool MaySee(Caller caller, LicenseNumber number) => caller.Role switch
    {
        Role.Auditor => true,
        Role.Issuer => catalog.FindDepartmentByCode(caller.OrganisationCode) is not null
            && caller.OrganisationCode == number.IssuerCode,
        _ => false,
    };
}
