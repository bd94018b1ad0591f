using Licenses.Catalog;

namespace Licenses.Issuing;

/// <summary>A request to issue a license, every part of it valid for its type.</summary>
internal sealed record IssueOrder(
    RequestId RequestId,
    LicenseType Type,
    Subject Holder,
    ImmutableSortedDictionary<string, string> Fields,
    DateTimeOffset ValidFrom,
    DateTimeOffset? ValidUntil)
{
    private static readonly TimeSpan LatestStart = TimeSpan.FromDays(366);

    /// <summary>Reads a draft against its type, and reports everything that is wrong with it at once.</summary>
    public static IssueOrder? Read(
        IssueDraft draft, LicenseType type, DateTimeOffset now, ImmutableArray<FieldViolation>.Builder violations)
    {
        if (!RequestId.TryParse(draft.RequestId, out var requestId))
        {
            violations.Add(new("request_id", new("须为 8 至 64 位字母、数字或 . _ -", "must be 8 to 64 characters of A-Z a-z 0-9 . _ -")));
        }

        var holder = ReadHolder(draft, type, violations);
        var from = draft.ValidFrom ?? now;
        var until = draft.ValidUntil ?? from + type.DefaultValidity;
        CheckPeriod(from, until, now, violations);
        violations.AddRange(FieldValidator.Validate(type, draft.Fields));
        violations.AddRange(
            from field in type.Fields
            where field.OfHolder && draft.Fields.TryGetValue(field.Key, out var value) && value != draft.HolderCode
            select new FieldViolation($"fields.{field.Key}", new("与持证主体的证件号码不一致", "differs from the holder's own number")));

        return violations.Count == 0 && requestId is not null && holder is not null
            ? new IssueOrder(requestId, type, holder, draft.Fields, from, until)
            : null;
    }

    /// <summary>What makes two requests the same request.</summary>
    public static byte[] Fingerprint(IssueDraft draft) => new Fingerprint("Issue")
        .Add(draft.TypeCode).Add(draft.HolderKind?.ToString()).Add(draft.HolderCode).Add(draft.HolderName)
        .Add(draft.Fields).Add(draft.ValidFrom).Add(draft.ValidUntil)
        .ToSha256();

    private static Subject? ReadHolder(
        IssueDraft draft, LicenseType type, ImmutableArray<FieldViolation>.Builder violations)
    {
        if (draft.HolderKind != type.HolderKind)
        {
            violations.Add(new("holder.kind", type.HolderKind == SubjectKind.Person
                ? new("该类证照的持证主体须为自然人", "this license is held by a natural person")
                : new("该类证照的持证主体须为法人或其他组织", "this license is held by an organisation")));
        }

        if (draft.HolderName.Trim().Length is 0 or > Subject.MaxNameLength || draft.HolderName.Any(char.IsControl))
        {
            violations.Add(new("holder.name", new("姓名或名称须为 1 至 100 个字符", "the name must have 1 to 100 characters")));
        }

        if (!Subject.TryCreate(draft.HolderKind ?? type.HolderKind, draft.HolderCode, "", out _))
        {
            violations.Add(new("holder.code", new("公民身份号码或统一社会信用代码有误（校验位不符）", "not a citizen number or credit code with a right check character")));
            return null;
        }

        return Subject.TryCreate(type.HolderKind, draft.HolderCode, draft.HolderName, out var holder) ? holder : null;
    }

    private static void CheckPeriod(
        DateTimeOffset from, DateTimeOffset? until, DateTimeOffset now, ImmutableArray<FieldViolation>.Builder violations)
    {
        if (from > now + LatestStart)
        {
            violations.Add(new("valid_from", new("有效期起始不得晚于一年之后", "must not be more than a year ahead")));
        }

        if (until <= from || until <= now)
        {
            violations.Add(new("valid_until", new("有效期截止须晚于起始与当前时间", "must be later than valid_from and than now")));
        }
    }
}
