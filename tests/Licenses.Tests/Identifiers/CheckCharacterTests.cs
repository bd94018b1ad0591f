using FsCheck;
using FsCheck.Fluent;

namespace Licenses.Tests.Identifiers;

public sealed class CheckCharacterTests
{
    private const string Alphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string CreditCodeAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    private static readonly Arbitrary<byte> Bytes = ArbMap.Default.ArbFor<byte>();

    [Fact]
    public void Mod_37_36_satisfies_the_congruence_of_the_standard()
    {
        // ISO/IEC 7064, hybrid systems: with the check character in place, the last sum is congruent to 1 modulo 36.
        Prop.ForAll(TextOver(Alphanumeric, 1, 80), text =>
        {
            var whole = text + CheckCharacter.Mod37And36(text);
            int carry = 36;
            foreach (var c in whole[..^1])
            {
                int sum = (carry + Alphanumeric.IndexOf(c)) % 36;
                carry = (sum == 0 ? 36 : sum) * 2 % 37;
            }

            return (carry + Alphanumeric.IndexOf(whole[^1])) % 36 == 1;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Mod_37_36_finds_every_single_wrong_character() =>
        Prop.ForAll(TextOver(Alphanumeric, 1, 40), Bytes, Bytes, (text, place, by) =>
        {
            int at = place % text.Length;
            int wrong = (Alphanumeric.IndexOf(text[at]) + 1 + by % 35) % 36;
            var changed = text[..at] + Alphanumeric[wrong] + text[(at + 1)..];
            return CheckCharacter.Mod37And36(text) != CheckCharacter.Mod37And36(changed);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_credit_code_with_its_check_character_sums_to_nought_modulo_31() =>
        Prop.ForAll(TextOver(CreditCodeAlphabet, 17, 17), text =>
        {
            int weight = 1; // the weights of GB 32100 are the powers of 3; the check character's own is 1
            int sum = CreditCodeAlphabet.IndexOf(CheckCharacter.OfCreditCode(text)!.Value);
            foreach (var c in text)
            {
                sum += CreditCodeAlphabet.IndexOf(c) * weight;
                weight = weight * 3 % 31;
            }

            return sum % 31 == 0;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_citizen_number_with_its_check_character_is_congruent_to_1_modulo_11() =>
        Prop.ForAll(TextOver("0123456789", 17, 17), text =>
        {
            // GB 11643 is ISO 7064 MOD 11-2: the weight of place i from the right, beginning at 0, is 2^i mod 11.
            int sum = 0;
            foreach (var c in text + CheckCharacter.OfCitizenNumber(text))
            {
                sum = (sum * 2 + (c == 'X' ? 10 : c - '0')) % 11;
            }

            return sum == 1;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("")]
    [InlineData("1234567890123456")]
    [InlineData("123456789012345678")]
    [InlineData("1234567890123456I")]
    [InlineData("1234567890123456a")]
    [InlineData("1234567890123456１")]
    public void Text_that_the_standard_does_not_allow_has_no_check_character(string text)
    {
        Assert.Null(CheckCharacter.OfCreditCode(text));
        Assert.Null(CheckCharacter.OfCitizenNumber(text));
    }

    [Theory]
    [InlineData("1.2")]
    [InlineData("a")]
    [InlineData("证")]
    public void Mod_37_36_covers_digits_and_capital_letters_only(string text) =>
        Assert.Null(CheckCharacter.Mod37And36(text));

    private static Arbitrary<string> TextOver(string alphabet, int min, int max) => Arb.From(
        from length in Gen.Choose(min, max)
        from characters in Gen.Elements(alphabet.ToCharArray()).ListOf(length)
        select new string([.. characters]));
}
