namespace Licenses.Cli.Pki;

/// <summary>统一社会信用代码: the check character of GB 32100-2015.</summary>
internal static class UnifiedSocialCreditCode
{
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"; // no I, O, S, V, Z

    private static ReadOnlySpan<byte> Weights => [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

    public static bool IsValid(string code)
    {
        if (code.Length != 18 || code.Any(character => !Alphabet.Contains(character, StringComparison.Ordinal)))
        {
            return false;
        }

        int sum = 0;
        for (int index = 0; index < Weights.Length; index++)
        {
            sum += Alphabet.IndexOf(code[index], StringComparison.Ordinal) * Weights[index];
        }

        return Alphabet[(31 - (sum % 31)) % 31] == code[17];
    }
}
