using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Licenses;

/// <summary>A citizen identity number (公民身份号码, GB 11643): a real date of birth and a right check character.</summary>
public sealed record CitizenNumber
{
    private const int FirstYear = 1800; // older years are typing errors; the standard's own sample says 1880

    private const int Length = 18;

    private CitizenNumber(string value) => Value = value;

    public string Value { get; }

    /// <summary>Date of birth and half of the sequence hidden, as a face may show it: 110105**********2X.</summary>
    public string Masked => string.Concat(Value.AsSpan(0, 6), "**********", Value.AsSpan(16));

    public static bool TryParse(string? text, [NotNullWhen(true)] out CitizenNumber? number) =>
        (number = text is { Length: 18 } and not ['0', ..] // no division code begins with 0
            && CheckCharacter.OfCitizenNumber(text.AsSpan(0, 17)) == text[17]
            && DateOnly.TryParseExact(
                text.AsSpan(6, 8), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var birth)
            && birth.Year >= FirstYear
            ? new CitizenNumber(text)
            : null) is not null;

    /// <summary>
    /// Whether a citizen number stands in a text that is kept or logged as it is: eighteen characters by themselves, since
    /// a longer run of digits is an identifier that may hold anything.
    /// </summary>
    public static bool OccursIn(string text)
    {
        for (int at = 0; at + Length <= text.Length; at++)
        {
            bool standsAlone = (at == 0 || !char.IsAsciiDigit(text[at - 1]))
                && (at + Length == text.Length || !char.IsAsciiDigit(text[at + Length]));
            if (standsAlone && TryParse(text.Substring(at, Length), out _))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Masked: a citizen number never reaches a log by accident.</summary>
    public override string ToString() => Masked;
}
