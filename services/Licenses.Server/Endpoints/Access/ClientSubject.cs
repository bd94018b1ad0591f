using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Licenses.Server.Endpoints.Access;

/// <summary>Reads organisation, role and person from a client certificate; what the server believes of it.</summary>
internal static class ClientSubject
{
    private const string OrganisationIdentifier = "2.5.4.97";
    private const string OrganisationName = "2.5.4.10";
    private const string OrganisationalUnit = "2.5.4.11";
    private const string RolePrefix = "role:";
    private const string CommonName = "2.5.4.3";
    private const string SerialNumber = "2.5.4.5";
    private const string UserId = "0.9.2342.19200300.100.1.1";

    public static ClientJudgement Read(X509Certificate2 certificate)
    {
        var names = certificate.SubjectName.EnumerateRelativeDistinguishedNames()
            .Where(name => !name.HasMultipleElements)
            .Select(name => (Oid: name.GetSingleElementType().Value, Value: name.GetSingleElementValue() ?? ""))
            .ToList();

        // Exactly one of each: with two, two readers could pick differently.
        if (Only(names, OrganisationIdentifier, "") is not { } code || !CreditCode.TryParse(code, out var organisation))
        {
            return new ClientJudgement.Refused("NO_ORGANISATION", new(
                "客户端证书未载明统一社会信用代码（organizationIdentifier）",
                "the client certificate names no organisation by its unified social credit code (organizationIdentifier)"));
        }

        return Only(names, OrganisationalUnit, RolePrefix) is { } unit && RoleOf(unit[RolePrefix.Length..]) is { } role
            ? new ClientJudgement.Accepted(new Caller(
                organisation.Value, Only(names, OrganisationName, "") ?? organisation.Value, role)
            {
                Person = PersonOf(names, certificate),
            })
            : new ClientJudgement.Refused("NO_ROLE", new(
                "客户端证书未载明角色（OU=role:…）", "the client certificate names no role (OU=role:…)"));
    }

    // Of two numbers of one kind neither counts.
    private static Person PersonOf(List<(string? Oid, string Value)> names, X509Certificate2 certificate) => new(
        Only(names, CommonName, "") ?? "",
        NumberOf(names, SerialNumber),
        Convert.ToHexStringLower(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo())))
    {
        UserId = NumberOf(names, UserId),
    };

    private static string? NumberOf(List<(string? Oid, string Value)> names, string oid) =>
        Only(names, oid, "") is { } number && !string.IsNullOrWhiteSpace(number) ? number : null;

    private static string? Only(List<(string? Oid, string Value)> names, string oid, string prefix)
    {
        var found = names
            .Where(name => name.Oid == oid && name.Value.StartsWith(prefix, StringComparison.Ordinal))
            .ToList();
        return found.Count == 1 ? found[0].Value : null;
    }

    private static Role? RoleOf(string name) => name switch
    {
        "issuer" => Role.Issuer,
        "center" => Role.Center,
        "auditor" => Role.Auditor,
        "administrator" => Role.Administrator,
        "holder-portal" => Role.Portal,
        _ => null,
    };
}
