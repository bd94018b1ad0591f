using System.Text.Json;
using System.Text.Json.Serialization;

namespace Licenses.Cli.Pki;

/// <summary>What a PKI shall consist of, as pki.json says. A declaration that exists has been checked.</summary>
internal sealed record PkiDeclaration
{
    public const string FileName = "pki.json";

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>Stands in every subject and at the head of every file.</summary>
    public required string Notice { get; init; }

    /// <summary>Protects the PKCS#12 files. It stands in the open because these keys protect nothing.</summary>
    public required string Password { get; init; }

    public required DateTimeOffset NotBefore { get; init; }

    public required DateTimeOffset NotAfter { get; init; }

    public required ImmutableArray<PkiOrganisation> Organisations { get; init; }

    public required ImmutableArray<PkiMember> Members { get; init; }

    public ImmutableArray<PkiRevocationList> RevocationLists { get; init; } = [];

    /// <summary>Reads pki.json of a directory; whatever is wrong with it comes in one exception.</summary>
    public static PkiDeclaration Load(string directory)
    {
        var path = Path.Combine(directory, FileName);
        if (!File.Exists(path))
        {
            throw new UsageException($"There is no {FileName} in {directory}; name its folder with --directory.");
        }

        return Parse(File.ReadAllBytes(path));
    }

    public static PkiDeclaration Parse(ReadOnlySpan<byte> json)
    {
        PkiDeclaration declaration;
        try
        {
            declaration = JsonSerializer.Deserialize<PkiDeclaration>(json, Format)
                ?? throw new UsageException($"{FileName} is empty.");
        }
        catch (JsonException exception)
        {
            throw new UsageException($"{FileName}: {exception.Message}");
        }

        var problems = PkiDeclarationCheck.Problems(declaration).ToList();
        return problems.Count == 0
            ? declaration
            : throw new UsageException($"{FileName} cannot be used:{string.Concat(problems.Select(text => $"\n  - {text}"))}");
    }

    public PkiOrganisation OrganisationOf(PkiMember member) =>
        Organisations.First(organisation => organisation.Key == member.Organisation);

    public PkiMember? Find(string name) => Members.FirstOrDefault(member => member.Name == name);

    /// <summary>Issuers first, so that each certificate's issuer exists when it is made.</summary>
    public IEnumerable<PkiMember> InOrderOfIssue() => Members.OrderBy(member => Authorities(member).Count());

    /// <summary>The authorities above a member: its issuer first, its root last.</summary>
    public IEnumerable<PkiMember> Authorities(PkiMember member)
    {
        for (var above = member.Issuer; above is not null;)
        {
            var authority = Members.First(candidate => candidate.Name == above);
            yield return authority;
            above = authority.Issuer;
        }
    }
}
