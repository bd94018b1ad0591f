using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Licenses.Cli.Pki;

/// <summary>Makes the certificate of one member: subject, validity and extensions by its purpose (RFC 5280).</summary>
internal static class MemberCertificate
{
    private const string OrganizationIdentifier = "2.5.4.97";
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private const string TimeStamping = "1.3.6.1.5.5.7.3.8";

    /// <param name="declaration">Gives organisation, notice and validity.</param>
    /// <param name="member">Whose certificate it is.</param>
    /// <param name="key">The member's key; only its public half goes in.</param>
    /// <param name="issuer">Certificate and key of the issuer; null for a root, which signs itself.</param>
    public static X509Certificate2 Create(
        PkiDeclaration declaration, PkiMember member, MemberKey key, IssuedMember? issuer)
    {
        var subject = Subject(declaration, member);
        var signingKey = issuer?.Key ?? key;
        var request = new CertificateRequest(subject, key.Public, signingKey.Digest);
        foreach (var extension in Extensions(member, key, issuer))
        {
            request.CertificateExtensions.Add(extension);
        }

        return request.Create(
            issuer?.Certificate.SubjectName ?? subject,
            signingKey.Signer(),
            member.NotBefore ?? declaration.NotBefore,
            member.NotAfter ?? declaration.NotAfter,
            SerialNumber(member, key));
    }

    private static X500DistinguishedName Subject(PkiDeclaration declaration, PkiMember member)
    {
        var organisation = declaration.OrganisationOf(member);
        var name = new X500DistinguishedNameBuilder(); // encodes in reverse order of adding: C first, CN last
        name.AddCommonName(member.CommonName);
        if (member.Role is { } role)
        {
            name.AddOrganizationalUnitName($"role:{role}");
        }

        name.AddOrganizationalUnitName(declaration.Notice);
        name.Add(OrganizationIdentifier, organisation.Uscc);
        name.AddOrganizationName(organisation.Name);
        name.AddCountryOrRegion("CN");
        return name.Build();
    }

    private static IEnumerable<X509Extension> Extensions(PkiMember member, MemberKey key, IssuedMember? issuer)
    {
        bool isAuthority = member.Purpose == MemberPurpose.Authority;
        var identifier = new X509SubjectKeyIdentifierExtension(key.Public, critical: false);
        yield return new X509BasicConstraintsExtension(
            isAuthority, hasPathLengthConstraint: isAuthority && !member.IsRoot, pathLengthConstraint: 0, isAuthority);
        yield return new X509KeyUsageExtension(Usage(member.Purpose, key), critical: true);
        yield return identifier;
        yield return X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(
            issuer?.Certificate.Extensions.OfType<X509SubjectKeyIdentifierExtension>().First() ?? identifier);
        if (ExtendedUsage(member.Purpose) is { } extended)
        {
            // RFC 3161, 2.3: for a time-stamp authority this extension is critical.
            yield return new X509EnhancedKeyUsageExtension(
                [new Oid(extended)], critical: member.Purpose == MemberPurpose.Timestamp);
        }

        if (!member.AlternativeNames.IsEmpty)
        {
            yield return AlternativeNames(member.AlternativeNames);
        }
    }

    private static X509KeyUsageFlags Usage(MemberPurpose purpose, MemberKey key) => purpose switch
    {
        MemberPurpose.Authority => X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign,
        MemberPurpose.Seal or MemberPurpose.Timestamp =>
            X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation,
        MemberPurpose.Server when key.Kind.StartsWith("RSA", StringComparison.Ordinal) =>
            X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment,
        _ => X509KeyUsageFlags.DigitalSignature,
    };

    // A seal has none: verifiers differ in which document-signing purpose they know, and all take its absence.
    private static string? ExtendedUsage(MemberPurpose purpose) => purpose switch
    {
        MemberPurpose.Timestamp => TimeStamping,
        MemberPurpose.Server => ServerAuthentication,
        MemberPurpose.Client => ClientAuthentication,
        _ => null,
    };

    private static X509Extension AlternativeNames(ImmutableArray<string> names)
    {
        var builder = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (IPAddress.TryParse(name, out var address))
            {
                builder.AddIpAddress(address);
            }
            else
            {
                builder.AddDnsName(name);
            }
        }

        return builder.Build();
    }

    // Not random: the same declaration and key give the same certificate again, so that generating twice changes
    // nothing. Unpredictable serial numbers (RFC 5280 wants unique ones only) protect weak digests, not SHA-256.
    private static byte[] SerialNumber(PkiMember member, MemberKey key)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{member.Name}\n{member.Issuer}\n"));
        hash.AppendData(key.Public.ExportSubjectPublicKeyInfo());
        var serial = hash.GetHashAndReset()[..16];
        serial[0] = (byte)((serial[0] & 0x3F) | 0x40); // positive, and no leading zero
        return serial;
    }
}
