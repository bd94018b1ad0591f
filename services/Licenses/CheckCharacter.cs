namespace Licenses;

/// <summary>The check characters of the identifiers used here.</summary>
public static class CheckCharacter
{
    private const string Alphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string CreditCodeAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private const string CitizenAlphabet = "10X98765432";

    private static readonly int[] CreditCodeWeights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
    private static readonly int[] CitizenWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    /// <summary>ISO/IEC 7064 MOD 37,36 (GB/T 17710) over 0-9 and A-Z; null where another character occurs.</summary>
    public static char? Mod37And36(ReadOnlySpan<char> text)
    {
        int product = 36;
        foreach (char c in text)
        {
            int value = Alphanumeric.IndexOf(c, StringComparison.Ordinal);
            if (value < 0)
            {
                return null;
            }

            int sum = (product + value) % 36;
            product = (sum == 0 ? 36 : sum) * 2 % 37;
        }

        return Alphanumeric[(37 - product) % 36];
    }

    /// <summary>The last character of a unified social credit code from its first 17 (GB 32100-2015, 5.2).</summary>
    public static char? OfCreditCode(ReadOnlySpan<char> first17) =>
        WeightedSum(first17, CreditCodeAlphabet, CreditCodeWeights) is { } sum
            ? CreditCodeAlphabet[(31 - sum % 31) % 31]
            : null;

    /// <summary>The last character of a citizen identity number from its first 17 digits (GB 11643).</summary>
    public static char? OfCitizenNumber(ReadOnlySpan<char> first17) =>
        WeightedSum(first17, Alphanumeric[..10], CitizenWeights) is { } sum ? CitizenAlphabet[sum % 11] : null;

    private static int? WeightedSum(ReadOnlySpan<char> text, string alphabet, int[] weights)
    {
        if (text.Length != weights.Length)
        {
            return null;
        }

        int sum = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            int value = alphabet.IndexOf(text[i], StringComparison.Ordinal);
            if (value < 0)
            {
                return null;
            }

            sum += value * weights[i];
        }

        return sum;
    }
}
