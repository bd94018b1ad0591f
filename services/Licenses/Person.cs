using System.Text;

namespace Licenses;

/// <summary>Who acts for an organisation, as far as a client certificate tells: the one person or account it was given to.</summary>
/// <param name="Name">The certificate's common name; empty where it has none.</param>
/// <param name="Id">A number of the person that stays when certificates change (serialNumber or UID); null where it has none.</param>
/// <param name="KeyMark">SHA-256 of the certificate's public key, in hexadecimal.</param>
public sealed record Person(string Name, string? Id, string KeyMark)
{
    private const int FirstFullWidth = 0xFF01;
    private const int LastFullWidth = 0xFF5E;
    private const int MiddleDot = 0xB7; // between the parts of a name

    /// <summary>Whether there is anything to tell this person from others by; a key alone says nothing of who holds it.</summary>
    public bool IsNamed => Telling(Id) is not null || Telling(Name) is not null;

    /// <summary>
    /// Whether both may be one person: one key, one personal number, or, where either has no number, names that may be
    /// one. Of two people whom nothing tells apart for certain nobody can tell, so they count as one.
    /// </summary>
    public bool MayBe(Person other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return KeyMark == other.KeyMark || !IsNamed || !other.IsNamed
            || (Telling(Id) is { } own && Telling(other.Id) is { } theirs
                ? own == theirs
                : Telling(Name) is not { } name || Telling(other.Name) is not { } otherName || Alike(name) == Alike(otherName));
    }

    /// <summary>
    /// What tells apart in a name or number: Chinese characters, Latin letters and digits, however they are spaced, cased
    /// and punctuated. Null where there is none, or anything else: letters that look like others, parts that may be joined
    /// in another way, and what is not seen at all cannot be compared without the tables of Unicode, which the platform
    /// has not everywhere.
    /// </summary>
    private static string? Telling(string? text)
    {
        var plain = new StringBuilder();
        foreach (var rune in (text ?? "").EnumerateRunes().Select(HalfWidth))
        {
            if (Rune.IsWhiteSpace(rune) || (rune.IsAscii && Rune.IsPunctuation(rune)) || rune.Value == MiddleDot)
            {
                continue;
            }

            if (!IsPlain(rune))
            {
                return null;
            }

            plain.Append(rune);
        }

        return plain.Length == 0 ? null : plain.ToString().ToUpperInvariant();
    }

    private static bool IsPlain(Rune rune) =>
        (rune.IsAscii && Rune.IsLetterOrDigit(rune)) || rune.Value is (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0x20000 and <= 0x2EBE0)
            or (>= 0x30000 and <= 0x323AF);

    /// <summary>In a name, unlike in a number, zero and O, and one, I and L, are written for each other.</summary>
    private static string Alike(string name) => name.Replace('0', 'O').Replace('1', 'I').Replace('L', 'I');

    private static Rune HalfWidth(Rune rune) =>
        rune.Value is >= FirstFullWidth and <= LastFullWidth ? new Rune(rune.Value - FirstFullWidth + '!') : rune;
}
