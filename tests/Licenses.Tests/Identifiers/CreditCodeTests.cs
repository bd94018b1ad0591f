namespace Licenses.Tests.Identifiers;

public sealed class CreditCodeTests
{
    [Fact]
    public void A_code_with_any_one_character_changed_is_refused()
    {
        const string Code = "11310000MB990150XM";
        Assert.True(CreditCode.TryParse(Code, out var parsed));
        Assert.Equal(Code, parsed.Value);

        for (int i = 0; i < Code.Length; i++)
        {
            foreach (var c in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZm .".Where(c => c != Code[i]))
            {
                Assert.False(CreditCode.TryParse(Code[..i] + c + Code[(i + 1)..], out _));
            }
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("11310000MB990150XM ")]
    [InlineData("11310000MB990150X")]
    public void Another_length_is_refused(string? text) => Assert.False(CreditCode.TryParse(text, out _));
}
