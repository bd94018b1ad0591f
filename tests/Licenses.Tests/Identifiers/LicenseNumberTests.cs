using FsCheck;
using FsCheck.Fluent;

namespace Licenses.Tests.Identifiers;

public sealed class LicenseNumberTests
{
    private const string TypeCode = "11310000MB9900013J101";
    private const string IssuerCode = "11310000MB99010163";

    [Fact]
    public void What_is_created_is_read_back_as_the_same_number() =>
        Prop.ForAll(Arb.From(Gen.Choose(1, 999)), Serials(), (version, serial) =>
            LicenseNumber.TryCreate(TypeCode, IssuerCode, serial, version, out var created)
            && LicenseNumber.TryParse(created.Value, out var read)
            && read == created
            && (read.TypeCode, read.IssuerCode, read.Serial, read.Version) == (TypeCode, IssuerCode, serial, version))
        .QuickCheckThrowOnFailure();

    [Fact]
    public void A_number_with_any_one_character_changed_is_refused()
    {
        Assert.True(LicenseNumber.TryCreate(TypeCode, IssuerCode, "2026A0000001", 1, out var number));
        for (int i = 0; i < number.Value.Length; i++)
        {
            foreach (var c in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ.-_ x１".Where(c => c != number.Value[i]))
            {
                var changed = number.Value[..i] + c + number.Value[(i + 1)..];
                Assert.False(LicenseNumber.TryParse(changed, out _), changed);
            }
        }
    }

    [Fact]
    public void A_number_with_anything_added_or_cut_off_is_refused()
    {
        Assert.True(LicenseNumber.TryCreate(TypeCode, IssuerCode, "1", 1, out var number));

        Assert.All(
            [
                number.Value + " ", " " + number.Value, number.Value + "\n", number.Value + ".", number.Value + "0",
                number.Value[..^1], number.Value[1..], "", LicenseNumber.Root, LicenseNumber.Root + ".",
            ],
            text => Assert.False(LicenseNumber.TryParse(text, out _), text));
        Assert.False(LicenseNumber.TryParse(null, out _));
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("a1", 1)]
    [InlineData("1.1", 1)]
    [InlineData("0624_001", 1)]
    [InlineData("12345678901234567890123456789012345678901", 1)]
    [InlineData("1", 0)]
    [InlineData("1", 1000)]
    [InlineData("1", -1)]
    public void A_serial_or_version_out_of_range_gives_no_number(string serial, int version) =>
        Assert.False(LicenseNumber.TryCreate(TypeCode, IssuerCode, serial, version, out _));

    [Theory]
    [InlineData("11310000MB9900013J10", IssuerCode)]
    [InlineData("11310000MB9900013J1010", IssuerCode)]
    [InlineData("11310000MB9900013J1a1", IssuerCode)]
    [InlineData("11310000MB9900014J101", IssuerCode)]
    [InlineData(TypeCode, "340100")]
    [InlineData(TypeCode, "11310000MB99010164")]
    public void An_authority_without_a_right_credit_code_gives_no_number(string typeCode, string issuerCode) =>
        Assert.False(LicenseNumber.TryCreate(typeCode, issuerCode, "1", 1, out _));

    private static Arbitrary<string> Serials() => Arb.From(
        from length in Gen.Choose(1, LicenseNumber.MaxSerialLength)
        from characters in Gen.Elements("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".ToCharArray()).ListOf(length)
        select new string([.. characters]));
}
