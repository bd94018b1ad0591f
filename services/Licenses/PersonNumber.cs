using System.Text.RegularExpressions;

namespace Licenses;

/// <summary>A number of a person, and of which kind it is: only numbers of one kind tell people apart.</summary>
/// <param name="Kind">What it counts: the attribute it stands in, or the type and country by which it names itself.</param>
/// <param name="Value">What is left without them, in capital letters and digits; Chinese characters as they stand.</param>
internal sealed partial record PersonNumber(string Kind, string Value)
{
    /// <summary>Reads a number that may begin with a type and a country, as in IDCCN-110105194912310021 (ETSI EN 319 412-1, 5.1.3).</summary>
    /// <param name="attribute">The attribute it stands in; the kind of one that names none itself.</param>
    /// <param name="text">As it stands in the certificate.</param>
    /// <returns>Null for none, and for one that cannot be compared.</returns>
    public static PersonNumber? Read(string attribute, string? text)
    {
        var national = NationalScheme().Match(text ?? "");
        if (national.Success && PlainText.Of(national.Groups["value"].Value) is { } local)
        {
            return new PersonNumber(national.Groups["type"].Value.ToUpperInvariant(), local);
        }

        return PlainText.Of(text) is not { } plain ? null
            : KnownType().Match(plain) is { Success: true } known ? new PersonNumber(known.Groups["type"].Value, known.Groups["value"].Value)
            : new PersonNumber(attribute, plain);
    }

    // Two letters of a national scheme, a colon, and a country.
    [GeneratedRegex(@"^\s*(?<type>[A-Z]{2}:[A-Z]{2})-(?<value>.+)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex NationalScheme();

    // Passport, identity card, personal number, tax number; punctuation is gone already.
    [GeneratedRegex("^(?<type>(PAS|IDC|PNO|TAX|TIN)[A-Z]{2})(?<value>.+)$", RegexOptions.CultureInvariant)]
    private static partial Regex KnownType();
}
