using System.Formats.Asn1;
using Licenses.Crypto.Asn1;

namespace Licenses.Crypto.X509.Paths;

// NameConstraints ::= SEQUENCE { permittedSubtrees [0] GeneralSubtrees OPTIONAL, excludedSubtrees [1] … OPTIONAL }
// GeneralSubtree ::= SEQUENCE { base GeneralName, minimum [0] INTEGER DEFAULT 0, maximum [1] INTEGER OPTIONAL }
//   -- RFC 5280, 4.2.1.10
/// <summary>
/// The names that an authority's subjects may have. A name of a constrained kind that cannot be compared is refused.
/// </summary>
internal sealed record NameConstraints(ImmutableArray<GeneralName> Permitted, ImmutableArray<GeneralName> Excluded)
{
    private const int LengthOfOne = 128; // octets that are compared in the time that any comparison takes

    private readonly long _cost = Permitted.Sum(CostOf) + Excluded.Sum(CostOf);

    public static NameConstraints Decode(AsnReader sequence)
    {
        var permitted = Ber.NextIs(sequence, 0) ? ReadTrees(sequence, 0) : [];
        var excluded = Ber.NextIs(sequence, 1) ? ReadTrees(sequence, 1) : [];
        sequence.ThrowIfNotEmpty();
        return new NameConstraints(permitted, excluded);
    }

    /// <summary>Why a certificate's names are not all within the constraints; null where they are (6.1.3, b and c).</summary>
    public string? Refuse(Certificate certificate) => NamesOf(certificate).Select(Refuse).FirstOrDefault(refusal => refusal is not null);

    /// <summary>How many comparisons <see cref="Refuse(Certificate)"/> takes at most; long names count as several.</summary>
    public long CostOf(Certificate certificate) =>
        NamesOf(certificate).Sum(CostOf) * _cost;

    private string? Refuse(GeneralName name)
    {
        bool isPermitted = true;
        try
        {
            if (Excluded.Any(tree => tree.Kind == name.Kind && NameTree.Touches(tree, name)))
            {
                return $"the name {Show(name)} is excluded";
            }

            var permitted = Permitted.Where(tree => tree.Kind == name.Kind).ToArray();
            isPermitted = permitted.Length == 0 || permitted.Any(tree => NameTree.Holds(tree, name));
        }
        catch (FormatException e)
        {
            return $"the name {Show(name)} cannot be compared with the constraints: {e.Message}";
        }

        return isPermitted ? null : $"the name {Show(name)} is not among the permitted ones";
    }

    // The subject counts as a directory name, and its mail addresses as mail addresses.
    private static List<GeneralName> NamesOf(Certificate certificate)
    {
        var names = certificate.PathExtensions.AlternativeNames.ToList();
        names.AddRange(names.Select(SmtpUtf8Mailbox.Of).OfType<GeneralName>().ToArray());
        if (!certificate.SubjectName.IsEmpty)
        {
            names.Add(new GeneralName(GeneralNameKind.DirectoryName, default, null, certificate.SubjectName));
        }

        names.AddRange(certificate.SubjectName.All(Oids.EmailAddress)
            .Select(mail => new GeneralName(GeneralNameKind.Email, default, mail)));
        return names;
    }

    private static long CostOf(GeneralName name) => 1 + (
        ((name.Text?.Length ?? 0) + (name.DirectoryName?.Encoded.Length ?? 0) + name.Content.Length) / LengthOfOne);

    private static string Show(GeneralName name) =>
        name.Text ?? name.DirectoryName?.ToString() ?? $"{name.Kind} {Convert.ToHexString(name.Content.Span)}";

    // An address and a mask of four or sixteen octets each. One that cannot be applied must not look as if nothing were constrained.
    private static GeneralName Sound(GeneralName tree) => tree is { Kind: GeneralNameKind.IpAddress, Content.Length: not (8 or 32) }
        ? throw new AsnContentException("A constraint on addresses is not an address and a mask.")
        : tree;

    private static ImmutableArray<GeneralName> ReadTrees(AsnReader sequence, int number)
    {
        var list = sequence.ReadSequence(Ber.Context(number, true));
        var trees = ImmutableArray.CreateBuilder<GeneralName>(1);
        while (list.HasData)
        {
            var tree = list.ReadSequence();
            trees.Add(Sound(GeneralName.Decode(tree)));
            if (Ber.NextIs(tree, 0) && !tree.ReadInteger(Ber.Context(0)).IsZero)
            {
                throw new AsnContentException("A subtree has a minimum other than 0.");
            }

            tree.ThrowIfNotEmpty(); // a maximum must be absent
        }

        return trees.Count > 0 ? trees.ToImmutable() : throw new AsnContentException("A list of subtrees is empty.");
    }
}
