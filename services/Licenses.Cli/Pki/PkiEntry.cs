using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Licenses.Cli.Pki;

/// <summary>One member as list and show tell it: the declaration beside what lies on the disk.</summary>
internal sealed record PkiEntry
{
    public required string Name { get; init; }

    public required MemberPurpose Purpose { get; init; }

    public required string Key { get; init; }

    public required string? Issuer { get; init; }

    public required string Organisation { get; init; }

    public required string Uscc { get; init; }

    public required string? Role { get; init; }

    public required PkiEntryState State { get; init; }

    public required DateTimeOffset? NotBefore { get; init; }

    public required DateTimeOffset? NotAfter { get; init; }

    public required string? Subject { get; init; }

    public required string? SerialNumber { get; init; }

    /// <summary>SHA-256 over the certificate, in hexadecimal.</summary>
    public required string? Thumbprint { get; init; }

    public required ImmutableArray<string> Files { get; init; }

    public static PkiEntry Read(PkiDeclaration declaration, PkiFolder folder, PkiMember member, DateTimeOffset now)
    {
        using var certificate = folder.ReadCertificate(member);
        var organisation = declaration.OrganisationOf(member);
        string?[] paths = [folder.CertificatePath(member), folder.ContainerPath(member), folder.PlainKeyPath(member)];
        return new PkiEntry
        {
            Name = member.Name,
            Purpose = member.Purpose,
            Key = member.Key,
            Issuer = member.Issuer,
            Organisation = organisation.Name,
            Uscc = organisation.Uscc,
            Role = member.Role,
            State = StateAt(member, certificate, now),
            NotBefore = certificate is null ? null : new DateTimeOffset(certificate.NotBefore.ToUniversalTime()),
            NotAfter = certificate is null ? null : new DateTimeOffset(certificate.NotAfter.ToUniversalTime()),
            Subject = certificate?.Subject,
            SerialNumber = certificate?.SerialNumber,
            Thumbprint = certificate?.GetCertHashString(HashAlgorithmName.SHA256),
            Files = [.. paths.OfType<string>().Where(File.Exists)],
        };
    }

    private static PkiEntryState StateAt(PkiMember member, X509Certificate2? certificate, DateTimeOffset now) =>
        certificate is null ? PkiEntryState.Missing
        : member.Revoked?.At <= now ? PkiEntryState.Revoked
        : now < certificate.NotBefore.ToUniversalTime() ? PkiEntryState.NotYetValid
        : now >= certificate.NotAfter.ToUniversalTime() ? PkiEntryState.Expired
        : PkiEntryState.Valid;
}
