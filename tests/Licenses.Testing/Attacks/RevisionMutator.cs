using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Licenses.Testing.Attacks;

/// <summary>
/// Appends a well-formed revision that rewrites, frees or adds objects at random: what an attacker does who knows the
/// file format, but not our rules. Same seed, same revision.
/// </summary>
public sealed partial class RevisionMutator(int seed)
{
    private static readonly string[] Entries =
    [
        "/Rotate 90", "/CropBox [0 0 50 50]", "/AP << /N 18 0 R >>", "/OC 20 0 R", "/F 2", "/F 4", "/Annots [20 0 R]",
        "/Contents 20 0 R", "/Resources << >>", "/Kids []", "/Kids [20 0 R]", "/V (666)", "/V 20 0 R", "/AS /Off",
        "/Subtype /Widget", "/Subtype /FreeText", "/FT /Sig", "/FT /Tx", "/T (x)", "/Rect [0 0 300 300]", "/Fields [20 0 R]",
        "/NeedAppearances true", "/DA (/F1 1 Tf)", "/Parent 20 0 R", "/Type /Page", "/Type /Metadata", "/MediaBox [0 0 9 9]",
        "/DSS << /Certs [20 0 R] >>", "/Extensions << /A << /BaseVersion /1.7 >> >>", "/Version /2.0", "/OpenAction 20 0 R",
    ];

#pragma warning disable CA5394 // a test's damage must come back with its seed
    private readonly Random _random = new(seed);
#pragma warning restore CA5394

    public byte[] Revise(byte[] document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var bodies = Objects().Matches(Encoding.Latin1.GetString(document))
            .GroupBy(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))
            .ToDictionary(group => group.Key, group => group.Last().Groups[2].Value);
        var objects = new Dictionary<int, string>();
        var freed = new List<int>();
        for (int i = Next(3); i >= 0; i--)
        {
            int number = Next(4) == 0 ? SealedSample.Size + Next(4) : Pick([.. bodies.Keys]);
            if (Next(12) == 0)
            {
                freed.Add(number);
                objects.Remove(number);
            }
            else
            {
                objects[number] = Change(bodies.GetValueOrDefault(number, "<< >>"), bodies);
                freed.Remove(number);
            }
        }

        string information = Next(2) == 0 ? $"/Info {SealedSample.Information} 0 R" : "";
        return new RawPdf(document).Append(new RawRevision { Objects = objects, Freed = freed, TrailerExtra = information }).ToArray();
    }

    private string Change(string body, Dictionary<int, string> bodies)
    {
        for (int i = Next(2); i >= 0; i--)
        {
            body = Next(6) switch
            {
                0 => bodies[Pick([.. bodies.Keys])],
                1 => ReplaceOne(body, References(), _ => $"{Pick([.. bodies.Keys, 20, 21])} 0 R"),
                2 => ReplaceOne(body, Numbers(), _ => Next(400).ToString(CultureInfo.InvariantCulture)),
                3 => ReplaceOne(body, Names(), _ => "/" + Names().Matches(bodies[Pick([.. bodies.Keys])]).Select(name => name.Value[1..]).FirstOrDefault("X")),
                4 => ReplaceOne(body, Openings(), opening => $"{opening} {Entries[Next(Entries.Length)]} "),
                _ => ReplaceOne(body, Words(), _ => "(changed)"),
            };
        }

        return body;
    }

    private string ReplaceOne(string body, Regex pattern, Func<string, string> replace)
    {
        var matches = pattern.Matches(body);
        if (matches.Count == 0)
        {
            return body;
        }

        var match = matches[Next(matches.Count)];
        return body[..match.Index] + replace(match.Value) + body[(match.Index + match.Length)..];
    }

    private int Next(int limit) => _random.Next(limit);

    private int Pick(int[] numbers) => numbers[Next(numbers.Length)];

    [GeneratedRegex(@"(?:^|\n)(\d+) 0 obj\n(.*?)\nendobj", RegexOptions.Singleline)]
    private static partial Regex Objects();

    [GeneratedRegex(@"\d+ 0 R")]
    private static partial Regex References();

    [GeneratedRegex(@"(?<= )\d+(?=[ \]>])(?! 0 R)")]
    private static partial Regex Numbers();

    [GeneratedRegex(@"/[A-Za-z0-9]+")]
    private static partial Regex Names();

    [GeneratedRegex(@"<< ")]
    private static partial Regex Openings();

    [GeneratedRegex(@"\([^()]*\)")]
    private static partial Regex Words();
}
