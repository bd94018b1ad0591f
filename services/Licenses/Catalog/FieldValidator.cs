using System.Globalization;
using System.Text.RegularExpressions;

namespace Licenses.Catalog;

/// <summary>Compares the face fields of a request with what the license type asks for.</summary>
public static partial class FieldValidator
{
    /// <summary>More are counted, not named: the answer travels in headers, which are small.</summary>
    private const int MaxUnknownNamed = 20;

    /// <summary>Every violation at once: known fields in the face's order, then unknown ones by name.</summary>
    public static ImmutableArray<FieldViolation> Validate(LicenseType type, IReadOnlyDictionary<string, string> fields)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(fields);

        var known = type.Fields.Select(field => field.Key).ToHashSet();
        var unknown = fields.Keys.Where(key => !known.Contains(key)).Order(StringComparer.Ordinal).ToList();
        return
        [
            .. from field in type.Fields
               let fault = fields.TryGetValue(field.Key, out var value) ? FaultOf(field, value) : FaultOfMissing(field)
               where fault is not null
               select new FieldViolation($"fields.{field.Key}", fault),
            .. from key in unknown.Take(MaxUnknownNamed)
               select new FieldViolation(PathOfUnknown(key), UnknownField(type)),
            .. unknown.Skip(MaxUnknownNamed).Take(1).Select(_ => MoreUnknown(unknown.Count - MaxUnknownNamed)),
        ];
    }

    private static LocalizedText? FaultOfMissing(FaceField field) => field.Required
        ? new($"缺少必填项“{field.Label.Zh}”", $"'{field.Label.En}' is required.")
        : null;

    private static LocalizedText? FaultOf(FaceField field, string? value) => value switch
    {
        _ when string.IsNullOrWhiteSpace(value) => FaultOfMissing(field) ?? new(
            $"选填项“{field.Label.Zh}”不得为空值；没有内容时请勿提交该项",
            $"'{field.Label.En}' must not be empty; leave it out where there is nothing to say."),
        _ when FaceText.HoldsInvisible(value) => new(
            $"“{field.Label.Zh}”含有控制字符、换行或不可见字符",
            $"'{field.Label.En}' holds a control character, a line break or an invisible character."),
        _ when value != value.Trim() => new(
            $"“{field.Label.Zh}”首尾不得有空格", $"'{field.Label.En}' must not begin or end with white space."),
        _ => FaultOfKind(field, value),
    };

    private static LocalizedText? FaultOfKind(FaceField field, string value) => field.Kind switch
    {
        FieldKind.Text when FaceText.Length(value) > field.MaxLength => new(
            string.Create(CultureInfo.InvariantCulture, $"“{field.Label.Zh}”超过{field.MaxLength}个字符"),
            string.Create(
                CultureInfo.InvariantCulture, $"'{field.Label.En}' is longer than {field.MaxLength} characters.")),
        FieldKind.Date when !IsDate(value) => new(
            $"“{field.Label.Zh}”应为真实日期，格式为yyyy-MM-dd",
            $"'{field.Label.En}' must be a real date in the form yyyy-MM-dd."),
        FieldKind.Integer when !WholeNumber().IsMatch(value) => new(
            $"“{field.Label.Zh}”应为整数（至多15位，不带千位分隔符）",
            $"'{field.Label.En}' must be a whole number of at most 15 digits, without separators."),
        FieldKind.Decimal when !DecimalNumber().IsMatch(value) => new(
            $"“{field.Label.Zh}”应为至多两位小数的数字（整数部分至多15位，不带千位分隔符）",
            $"'{field.Label.En}' must be a number with at most 15 digits and two decimals, without separators."),
        FieldKind.Choice when !field.Choices.Contains(value) => new(
            $"“{field.Label.Zh}”应为下列之一：{string.Join("、", field.Choices)}",
            $"'{field.Label.En}' must be one of: {string.Join(", ", field.Choices)}."),
        FieldKind.CitizenNumber when !CitizenNumber.TryParse(value, out _) => new(
            $"“{field.Label.Zh}”不是有效的公民身份号码（18位，末位X须大写）",
            $"'{field.Label.En}' is not a valid citizen identity number (18 characters, upper-case X)."),
        FieldKind.CreditCode when !CreditCode.TryParse(value, out _) => new(
            $"“{field.Label.Zh}”不是有效的统一社会信用代码（18位，校验位正确）",
            $"'{field.Label.En}' is not a valid unified social credit code (18 characters, right check character)."),
        _ => null,
    };

    private static LocalizedText UnknownField(LicenseType type) =>
        new($"“{type.Name.Zh}”没有此照面项", $"'{type.Name.En}' has no such field.");

    private static FieldViolation MoreUnknown(int count) => new("fields", new(
        string.Create(CultureInfo.InvariantCulture, $"另有{count}个未知照面项"),
        string.Create(CultureInfo.InvariantCulture, $"There are {count} more unknown fields.")));

    // A key that is no word may be anything, even somebody's number: it is not repeated.
    private static string PathOfUnknown(string key) => Word().IsMatch(key) ? $"fields.{key}" : "fields";

    private static bool IsDate(string value) =>
        DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    [GeneratedRegex(@"^-?(0|[1-9][0-9]{0,14})\z")]
    private static partial Regex WholeNumber();

    [GeneratedRegex(@"^-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,2})?\z")]
    private static partial Regex DecimalNumber();

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_-]{0,63}\z")]
    private static partial Regex Word();
}
