using System.Text.RegularExpressions;

namespace Licenses.Cli.Pki;

/// <summary>Everything that is wrong with a declaration, at once, each with the name of what it concerns.</summary>
internal static partial class PkiDeclarationCheck
{
    public static IEnumerable<string> Problems(PkiDeclaration declaration) =>
    [
        .. Repeated(declaration.Organisations.Select(organisation => organisation.Key), "organisation"),
        .. Repeated(declaration.Members.Select(member => member.Name), "member"),
        .. declaration.Organisations.SelectMany(OfOrganisation),
        .. declaration.Members.SelectMany(member => OfMember(declaration, member)),
        .. declaration.RevocationLists.SelectMany(list => OfRevocationList(declaration, list)),
    ];

    private static IEnumerable<string> Repeated(IEnumerable<string> names, string what) =>
        names.GroupBy(name => name).Where(group => group.Count() > 1).Select(group => $"{what} {group.Key} stands twice");

    private static IEnumerable<string> OfOrganisation(PkiOrganisation organisation)
    {
        if (!CreditCode.TryParse(organisation.Uscc, out _))
        {
            yield return $"organisation {organisation.Key}: {organisation.Uscc} is no unified social credit code";
        }
    }

    private static IEnumerable<string> OfMember(PkiDeclaration declaration, PkiMember member)
    {
        if (!NamePattern().IsMatch(member.Name))
        {
            yield return $"member {member.Name}: a name is lower-case letters, digits and hyphens";
        }

        if (!MemberKey.Kinds.Contains(member.Key))
        {
            yield return $"member {member.Name}: key {member.Key} is none of {string.Join(", ", MemberKey.Kinds)}";
        }

        if (declaration.Organisations.All(organisation => organisation.Key != member.Organisation))
        {
            yield return $"member {member.Name}: organisation {member.Organisation} is not declared";
        }

        if (member.NotBefore >= member.NotAfter)
        {
            yield return $"member {member.Name}: its validity ends before it begins";
        }

        foreach (var problem in OfPurpose(member).Concat(OfIssuer(declaration, member)))
        {
            yield return $"member {member.Name}: {problem}";
        }
    }

    private static IEnumerable<string> OfPurpose(PkiMember member)
    {
        if ((member.Purpose == MemberPurpose.Client) != (member.Role is not null))
        {
            yield return "a client certificate, and no other, has a role";
        }

        if ((member.Purpose == MemberPurpose.Server) == member.AlternativeNames.IsEmpty)
        {
            yield return "a server certificate, and no other, has alternativeNames";
        }
    }

    private static IEnumerable<string> OfIssuer(PkiDeclaration declaration, PkiMember member)
    {
        if (member.IsRoot && !IsAuthority(member))
        {
            yield return "only an authority may sign itself";
        }

        var seen = new HashSet<string> { member.Name };
        for (var above = member.Issuer; above is not null;)
        {
            var authority = declaration.Members.FirstOrDefault(other => other.Name == above && IsAuthority(other));
            if (authority is null || !seen.Add(above))
            {
                yield return $"its issuer {above} is no authority, or stands below it";
                yield break;
            }

            above = authority.Issuer;
        }
    }

    private static IEnumerable<string> OfRevocationList(PkiDeclaration declaration, PkiRevocationList list)
    {
        if (!declaration.Members.Any(member => member.Name == list.Issuer && IsAuthority(member)))
        {
            yield return $"revocation list of {list.Issuer}: there is no such authority";
        }

        if (list.NextUpdate <= list.ThisUpdate)
        {
            yield return $"revocation list of {list.Issuer}: nextUpdate is not after thisUpdate";
        }
    }

    private static bool IsAuthority(PkiMember member) => member.Purpose == MemberPurpose.Authority;

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex NamePattern();
}
