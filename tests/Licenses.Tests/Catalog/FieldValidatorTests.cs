using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Licenses.Catalog;

namespace Licenses.Tests.Catalog;

public sealed class FieldValidatorTests
{
    [Theory]
    [InlineData(FieldKind.Text, "张三")]
    [InlineData(FieldKind.Text, "𠮷𠮷𠮷𠮷𠮷")] // five characters, though ten UTF-16 units
    [InlineData(FieldKind.Text, "a b c")]
    [InlineData(FieldKind.Date, "2024-02-29")]
    [InlineData(FieldKind.Integer, "0")]
    [InlineData(FieldKind.Integer, "-12")]
    [InlineData(FieldKind.Integer, "999999999999999")]
    [InlineData(FieldKind.Decimal, "68.5")]
    [InlineData(FieldKind.Decimal, "0.05")]
    [InlineData(FieldKind.Decimal, "100")]
    [InlineData(FieldKind.Choice, "红")]
    [InlineData(FieldKind.CitizenNumber, "11010519491231002X")]
    [InlineData(FieldKind.CreditCode, "11100000000013338W")]
    public void A_right_value_is_accepted(FieldKind kind, string value) =>
        Assert.Empty(FieldValidator.Validate(TypeWith(Field("a", kind)), Values(("a", value))));

    [Theory]
    [InlineData(FieldKind.Text, "abcdef")]
    [InlineData(FieldKind.Text, "𠮷𠮷𠮷𠮷𠮷𠮷")]
    [InlineData(FieldKind.Text, "a\tb")]
    [InlineData(FieldKind.Text, "a\u0000")]
    [InlineData(FieldKind.Text, "a\nb")]
    [InlineData(FieldKind.Text, "a\u2028b")]
    [InlineData(FieldKind.Text, "a\u202Eb")]
    [InlineData(FieldKind.Text, "a\u200Bb")]
    [InlineData(FieldKind.Text, "a\uFFFD")] // where a broken text was mended, something is lost
    [InlineData(FieldKind.Text, " a")]
    [InlineData(FieldKind.Text, "a\u3000")]
    [InlineData(FieldKind.Text, "")]
    [InlineData(FieldKind.Text, "\u3000")]
    [InlineData(FieldKind.Date, "2023-02-29")]
    [InlineData(FieldKind.Date, "2024-2-29")]
    [InlineData(FieldKind.Date, "29.02.2024")]
    [InlineData(FieldKind.Date, "2024-02-29T00:00:00Z")]
    [InlineData(FieldKind.Date, "２０２４-02-29")]
    [InlineData(FieldKind.Integer, "1.0")]
    [InlineData(FieldKind.Integer, "+1")]
    [InlineData(FieldKind.Integer, "01")]
    [InlineData(FieldKind.Integer, "1,000")]
    [InlineData(FieldKind.Integer, "１")]
    [InlineData(FieldKind.Integer, "1000000000000000")]
    [InlineData(FieldKind.Decimal, "1.234")]
    [InlineData(FieldKind.Decimal, ".5")]
    [InlineData(FieldKind.Decimal, "1.")]
    [InlineData(FieldKind.Decimal, "1e3")]
    [InlineData(FieldKind.Decimal, "NaN")]
    [InlineData(FieldKind.Choice, "蓝")]
    [InlineData(FieldKind.Choice, "红绿")]
    [InlineData(FieldKind.CitizenNumber, "11010519491231002x")]
    [InlineData(FieldKind.CitizenNumber, "110105194912310021")]
    [InlineData(FieldKind.CreditCode, "11100000000013338w")]
    [InlineData(FieldKind.CreditCode, "11430000006122244M")]
    public void A_wrong_value_is_named_by_its_field_in_both_languages(FieldKind kind, string value)
    {
        var violation = Assert.Single(FieldValidator.Validate(TypeWith(Field("a", kind)), Values(("a", value))));

        Assert.Equal("fields.a", violation.FieldPath);
        Assert.Contains("标签a", violation.Description.Zh, StringComparison.Ordinal);
        Assert.Contains("Label a", violation.Description.En, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_refused() =>
        Assert.Single(FieldValidator.Validate(TypeWith(Field("a", FieldKind.Text)), Values(("a", "a\uD800"))));

    [Fact]
    public void All_violations_come_at_once_in_the_order_of_the_face_and_unknown_fields_last()
    {
        var type = TypeWith(
            Field("z", FieldKind.Date), Field("good", FieldKind.Integer),
            Field("a", FieldKind.CreditCode), Field("missing", FieldKind.Text));

        var violations = FieldValidator.Validate(
            type, Values(("a", "x"), ("z", "x"), ("good", "1"), ("extra", "x"), ("another", "x")));

        Assert.Equal(
            ["fields.z", "fields.a", "fields.missing", "fields.another", "fields.extra"],
            violations.Select(violation => violation.FieldPath));
    }

    [Fact]
    public void A_field_that_is_not_required_may_be_left_out_but_not_be_empty()
    {
        var type = TypeWith(Field("a", FieldKind.Text) with { Required = false });

        Assert.Empty(FieldValidator.Validate(type, Values()));
        Assert.Single(FieldValidator.Validate(type, Values(("a", ""))));
    }

    [Fact]
    public void No_value_and_no_odd_key_is_repeated_in_a_violation()
    {
        var type = TypeWith(Field("a", FieldKind.CitizenNumber));

        var violations = FieldValidator.Validate(
            type, Values(("a", "110105194912310021"), ("11010519491231002X", "李四")));

        Assert.Equal(["fields.a", "fields"], violations.Select(violation => violation.FieldPath));
        Assert.DoesNotContain("110105", string.Concat(violations), StringComparison.Ordinal);
        Assert.DoesNotContain("李四", string.Concat(violations), StringComparison.Ordinal);
    }

    [Fact]
    public void A_flood_of_unknown_fields_is_counted_and_not_listed()
    {
        var flood = Enumerable.Range(0, 5000).Select(i => ($"f{i}", "x")).ToArray();

        var type = TypeWith(Field("a", FieldKind.Text) with { Required = false });

        var violations = FieldValidator.Validate(type, Values(flood));

        Assert.Equal(21, violations.Length);
        Assert.Contains("4980", violations[^1].Description.Zh, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_is_accepted_as_text_can_be_seen_and_is_no_longer_than_allowed() =>
        Prop.ForAll<string>(text =>
        {
            var accepted = text is not null
                && FieldValidator.Validate(TypeWith(Field("a", FieldKind.Text)), Values(("a", text))).IsEmpty;
            return !accepted
                || (text!.EnumerateRunes().Count() is > 0 and <= 5 && !text.Any(char.IsControl) && text.Trim() == text);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_sample_types_accept_a_face_of_fitting_values_and_miss_each_required_field()
    {
        foreach (var type in SampleCity.Catalog.LicenseTypes)
        {
            var fitting = type.Fields.ToDictionary(field => field.Key, FittingValue);
            Assert.Empty(FieldValidator.Validate(type, fitting));

            foreach (var left in type.Fields.Where(field => field.Required))
            {
                var rest = fitting.Where(field => field.Key != left.Key).ToDictionary();
                Assert.Equal($"fields.{left.Key}", Assert.Single(FieldValidator.Validate(type, rest)).FieldPath);
            }
        }
    }

    private static string FittingValue(FaceField field) => field.Kind switch
    {
        FieldKind.Text => new string('字', field.MaxLength),
        FieldKind.Date => "2026-07-01",
        FieldKind.Integer => "7",
        FieldKind.Decimal => "7.25",
        FieldKind.Choice => field.Choices[^1],
        FieldKind.CitizenNumber => "11010519491231002X",
        _ => "11100000000013338W",
    };

    private static FaceField Field(string key, FieldKind kind) => new(
        key, new($"标签{key}", $"Label {key}"), kind, Required: true, MaxLength: kind == FieldKind.Text ? 5 : 0,
        kind == FieldKind.Choice ? ["红", "绿"] : []);

    private static LicenseType TypeWith(params ImmutableArray<FaceField> fields) =>
        SampleCity.Catalog.LicenseTypes[0] with { Fields = fields };

    private static Dictionary<string, string> Values(params (string Key, string Value)[] values) =>
        values.ToDictionary(pair => pair.Key, pair => pair.Value);
}
