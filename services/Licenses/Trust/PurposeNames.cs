using System.Diagnostics.CodeAnalysis;
using Licenses.Crypto.X509;

namespace Licenses.Trust;

/// <summary>The purposes of certificates by the names that files and command lines use.</summary>
public static class PurposeNames
{
    private static readonly (string Name, CertificatePurpose Purpose)[] Known =
    [
        ("any", CertificatePurpose.Any),
        ("seal", CertificatePurpose.Seal),
        ("license", CertificatePurpose.License),
        ("seal-maker", CertificatePurpose.SealMaker),
        ("timestamping", CertificatePurpose.TimeStamping),
        ("ocsp", CertificatePurpose.OcspSigning),
        ("crl", CertificatePurpose.CrlSigning),
        ("client", CertificatePurpose.Client),
        ("server", CertificatePurpose.Server),
    ];

    // Read, never written.
    private static readonly (string Name, CertificatePurpose Purpose)[] Aliases = [("tsa", CertificatePurpose.TimeStamping)];

    /// <summary>Every name that is read.</summary>
    public static ImmutableArray<string> All { get; } = [.. Known.Concat(Aliases).Select(known => known.Name)];

    public static bool TryParse(string? name, [NotNullWhen(true)] out CertificatePurpose? purpose)
    {
        var found = Known.Concat(Aliases).FirstOrDefault(known => known.Name == name);
        purpose = found.Name is null ? null : found.Purpose;
        return purpose is not null;
    }

    /// <summary>The names of a set of purposes.</summary>
    public static ImmutableArray<string> Of(CertificatePurpose purposes) =>
        [.. Known.Where(known => purposes.HasFlag(known.Purpose)).Select(known => known.Name)];
}
