using System.Globalization;

namespace Licenses.Pdf.Signing;

/// <summary>
/// The protected range in words, as a seal's signature states it (propertyInfo; GM/T 0031-2025 wants the range stated,
/// and leaves open how): the byte range as it stands in the signature dictionary.
/// </summary>
internal static class ProtectedRange
{
    private const string Opening = "/ByteRange[";

    public static string Write(ImmutableArray<long> range) =>
        Opening + string.Join(' ', range.Select(number => number.ToString(CultureInfo.InvariantCulture))) + "]";

    /// <summary>The four numbers; null where the words are others.</summary>
    public static ImmutableArray<long>? Read(string stated)
    {
        const int MostCharacters = 128;
        string text = stated.Length > MostCharacters ? "" : stated.Trim().TrimStart('/');
        if (!text.StartsWith("ByteRange", StringComparison.Ordinal))
        {
            return null;
        }

        string[] parts = text["ByteRange".Length..].Trim(' ', '[', ']', ':', '=')
            .Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        long[] numbers = [.. parts.Select(part => long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : -1)];
        return numbers.Length == 4 && !numbers.Contains(-1) ? [.. numbers] : null;
    }
}
