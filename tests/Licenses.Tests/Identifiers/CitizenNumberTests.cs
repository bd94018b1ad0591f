namespace Licenses.Tests.Identifiers;

public sealed class CitizenNumberTests
{
    [Theory]
    [InlineData("10000019880521001")]
    [InlineData("81000020200229001")]
    [InlineData("44052418800101001")]
    public void A_number_with_a_real_date_of_birth_and_its_check_character_is_accepted(string first17) =>
        Assert.True(CitizenNumber.TryParse(WithCheck(first17), out _));

    [Theory]
    [InlineData("10000020210229001")] // 2021 has no 29 February
    [InlineData("10000019881321001")] // no 13th month
    [InlineData("10000019880500001")] // no day nought
    [InlineData("10000000010101001")] // nobody alive, and no year that the standard could mean
    [InlineData("01000019880521001")] // no division code begins with nought
    public void A_right_check_character_does_not_make_a_wrong_number_right(string first17) =>
        Assert.False(CitizenNumber.TryParse(WithCheck(first17), out _));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("11010519491231002x")]
    [InlineData("11010519491231002X ")]
    [InlineData("１1010519491231002X")]
    [InlineData("110105491231002")]
    public void Another_form_is_refused(string? text) => Assert.False(CitizenNumber.TryParse(text, out _));

    [Fact]
    public void Only_the_masked_form_is_ever_written_by_accident()
    {
        Assert.True(CitizenNumber.TryParse("11010519491231002X", out var number));

        Assert.Equal("110105**********2X", number.Masked);
        Assert.Equal(number.Masked, $"{number}");
    }

    private static string WithCheck(string first17) => first17 + CheckCharacter.OfCitizenNumber(first17);
}
