using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Licenses.Server.Endpoints.Refusals;

namespace Licenses.Server.Endpoints.Wire;

/// <summary>Reads the fields of one request into values that are valid, and collects everything that is wrong with them.</summary>
internal sealed class RequestReader
{
    private const int DefaultPageSize = 50;
    private const int MostPageSize = 200;

    private readonly ImmutableArray<FieldViolation>.Builder _violations = ImmutableArray.CreateBuilder<FieldViolation>();

    /// <summary>The value that was read; refuses the call with all violations when there is any.</summary>
    public T Good<T>(T? value)
        where T : class
    {
        RefuseIfBad();
        return value ?? throw new InvalidOperationException("a field was bad without a violation");
    }

    public T Good<T>(T? value)
        where T : struct
    {
        RefuseIfBad();
        return value ?? throw new InvalidOperationException("a field was bad without a violation");
    }

    public void RefuseIfBad()
    {
        if (_violations.Count > 0)
        {
            throw CallRefusals.Of(Refusal.InvalidFields(_violations.ToImmutable())).ToException();
        }
    }

    public void Violate(string field, string zh, string en) => _violations.Add(new(field, new(zh, en)));

    public RequestId? RequestId(string text)
    {
        if (Licenses.RequestId.TryParse(text, out var id))
        {
            return id;
        }

        Violate("request_id", "须为 8 至 64 位字母、数字或 . _ -", "must be 8 to 64 characters of A-Z a-z 0-9 . _ -");
        return null;
    }

    public LicenseNumber? Number(string field, string text)
    {
        if (LicenseNumber.TryParse(text, out var number))
        {
            return number;
        }

        Violate(field, "证照标识有误（格式或校验位不符）", "not a license identifier with a right check character");
        return null;
    }

    public string? Text(string field, string text, int longest)
    {
        if (text.Length > 0 && text.Length <= longest && !text.Any(char.IsControl))
        {
            return text;
        }

        Violate(field, $"须为 1 至 {longest} 个字符", $"must have 1 to {longest} characters");
        return null;
    }

    /// <summary>Texts that are kept and logged as they are must not carry personal data.</summary>
    public void RefuseCitizenNumber(string field, string? text)
    {
        if (text is not null && CitizenNumber.OccursIn(text))
        {
            Violate(field, "不得含有公民身份号码", "must not hold a citizen number");
        }
    }

    /// <summary>An identifier of another system: letters, digits and . _ - only.</summary>
    public string? Code(string field, string text, int longest)
    {
        if (text.Length > 0 && text.Length <= longest && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-'))
        {
            return text;
        }

        Violate(field, $"须为 1 至 {longest} 位字母、数字或 . _ -", $"must be 1 to {longest} characters of A-Z a-z 0-9 . _ -");
        return null;
    }

    public Subject? Subject(string field, V1.Subject? subject, bool nameRequired)
    {
        if (subject is null)
        {
            Violate(field, "必填", "is required");
            return null;
        }

        if (Wire.Kinds.Read(subject.Kind) is not { } kind)
        {
            Violate($"{field}.kind", "须为自然人或法人", "must be PERSON or ORGANISATION");
            return null;
        }

        if (nameRequired && string.IsNullOrWhiteSpace(subject.Name))
        {
            Violate($"{field}.name", "必填", "is required");
        }

        if (!Licenses.Subject.TryCreate(kind, subject.Code, "", out _))
        {
            Violate($"{field}.code", "公民身份号码或统一社会信用代码有误（校验位不符）", "not a citizen number or credit code with a right check character");
            return null;
        }

        if (Licenses.Subject.TryCreate(kind, subject.Code, subject.Name, out var good))
        {
            return good;
        }

        Violate($"{field}.name", "姓名或名称不得超过 100 个字符", "must have at most 100 characters");
        return null;
    }

    public DateTimeOffset? Time(string field, Timestamp? time)
    {
        if (time is null)
        {
            Violate(field, "必填", "is required");
            return null;
        }

        return OptionalTime(field, time);
    }

    public DateTimeOffset? OptionalTime(string field, Timestamp? time)
    {
        if (time is null)
        {
            return null;
        }

        if (IsInRange(time))
        {
            return time.ToDateTimeOffset();
        }

        Violate(field, "时间超出范围", "is out of range");
        return null;
    }

    public Page Page(int size, string token, string scope)
    {
        if (size is < 0 or > MostPageSize)
        {
            Violate("page_size", "须为 0 至 200", "must be within 0 and 200");
        }

        var cursor = token.Length == 0 ? null : PageToken.Read(scope, token);
        if (token.Length > 0 && cursor is null)
        {
            Violate("page_token", "不是本列表给出的翻页标记", "was not given by this list");
        }

        return new Page(size == 0 ? DefaultPageSize : size, cursor, scope);
    }

    /// <summary>A page whose cursor is a whole number.</summary>
    public (Page Page, long? After) NumberedPage(int size, string token, string scope)
    {
        var page = Page(size, token, scope);
        if (page.Cursor is null)
        {
            return (page, null);
        }

        if (long.TryParse(page.Cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var after))
        {
            return (page, after);
        }

        Violate("page_token", "不是本列表给出的翻页标记", "was not given by this list");
        return (page, null);
    }

    private static bool IsInRange(Timestamp time) =>
        time.Nanos is >= 0 and < 1_000_000_000 && time.Seconds is >= -62_135_596_800 and <= 253_402_300_799;
}
