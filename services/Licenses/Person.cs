using System.Globalization;
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

    /// <summary>Whether there is anything to tell this person from others by; a key alone says nothing of who holds it.</summary>
    public bool IsNamed => Id is not null || Plain(Name).Length > 0;

    /// <summary>
    /// Whether both may be one person: one key, one personal number, or, where either has no number, one name however it
    /// is spaced and cased. Of two people of one name without numbers nobody can tell, so they count as one.
    /// </summary>
    public bool MayBe(Person other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return !IsNamed || !other.IsNamed || KeyMark == other.KeyMark
            || (Id is { } own && other.Id is { } theirs
                ? Plain(own) == Plain(theirs)
                : Plain(Name) == Plain(other.Name));
    }

    // Full-width and half-width letters, cases and spaces tell nobody apart. By hand: the platform normalizes only where it
    // has its tables at hand.
    private static string Plain(string text)
    {
        var letters = text.EnumerateRunes().Select(HalfWidth)
            .Where(rune => !Rune.IsWhiteSpace(rune) && Rune.GetUnicodeCategory(rune)
                is not (UnicodeCategory.Format or UnicodeCategory.Control or UnicodeCategory.NonSpacingMark));
        return string.Concat(letters).ToUpperInvariant();
    }

    private static Rune HalfWidth(Rune rune) =>
        rune.Value is >= FirstFullWidth and <= LastFullWidth ? new Rune(rune.Value - FirstFullWidth + '!') : rune;
}
