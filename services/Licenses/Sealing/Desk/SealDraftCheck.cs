using System.Globalization;
using System.Text;
using Licenses.Crypto.Seals;
using Licenses.Crypto.X509;

namespace Licenses.Sealing.Desk;

/// <summary>What of a draft can be told without asking anybody: name, kind, size, picture, times, count of signers.</summary>
public static class SealDraftCheck
{
    public const int SmallestMillimetres = 10;
    public const int LargestMillimetres = 60;
    public const int LongestName = 100;
    public const int MostSigners = 16;
    public const int LargestCertificate = 16 * 1024;

    // The longest that a seal of a public body is made for; its signers' certificates end long before.
    private const int LongestYears = 10;

    private static readonly TimeSpan Leeway = TimeSpan.FromDays(1);

    /// <param name="draft">The draft.</param>
    /// <param name="hasGlyph">Tells whether a character can be shown; null where no fonts are at hand.</param>
    /// <param name="path">Where the draft stands on the wire, such as "draft".</param>
    /// <param name="now">Now.</param>
    /// <returns>Everything that is wrong; empty when all is well.</returns>
    public static ImmutableArray<FieldViolation> Check(
        SealDraft draft, Func<Rune, bool>? hasGlyph, string path, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var violations = ImmutableArray.CreateBuilder<FieldViolation>();
        void Violate(string field, string zh, string en) => violations.Add(new($"{path}.{field}", new(zh, en)));

        CheckName(draft.Name, hasGlyph, Violate);
        if (!Enum.IsDefined(draft.Kind))
        {
            Violate("kind", "印章类型不明", "is no kind of seal");
        }

        if (draft.Format is not (SealFormat.Gbt2020 or SealFormat.Gmt2025))
        {
            Violate("format", "只制作 GB/T 38540-2020 或 GM/T 0031-2025 印章", "must be that of 2020 or of 2025");
        }

        if (!IsSize(draft.Picture.Width) || !IsSize(draft.Picture.Height))
        {
            Violate("picture", "宽、高须为 10 至 60 毫米", "width and height must be 10 to 60 whole millimetres");
        }

        if (SealPictureCheck.WhyRefused(draft.Picture) is { } fault)
        {
            Violate("picture.data", fault.Zh, fault.En);
        }

        CheckTimes(draft, now, Violate);
        CheckSigners(draft, Violate);
        return violations.ToImmutable();
    }

    /// <summary>
    /// Whether a draft begins too early: before it is asked for there was no seal. That is told once; until its approval a
    /// draft stays as it was asked for.
    /// </summary>
    /// <param name="draft">The draft.</param>
    /// <param name="asked">When it is asked for; a day before it is left for clocks and for dates of another time zone.</param>
    /// <param name="path">Where the draft stands on the wire, such as "draft".</param>
    /// <returns>What is wrong; empty when all is well.</returns>
    public static ImmutableArray<FieldViolation> CheckBeginning(SealDraft draft, DateTimeOffset asked, string path)
    {
        ArgumentNullException.ThrowIfNull(draft);
        return draft.ValidFrom >= asked - Leeway ? []
        :
        [
            new($"{path}.valid_from", new(
                "不得早于申请之日（印章不能用于申请之前）", "must not be before the day that the seal is asked for: it cannot have been used before")),
        ];
    }

    /// <summary>What of a draft's times lies outside a certificate's: there, verifiers refuse what people would believe the seal good for.</summary>
    /// <param name="draft">The draft.</param>
    /// <param name="certificate">The maker's or a signer's.</param>
    /// <param name="whose">Whose it is, as a sentence names it.</param>
    /// <param name="path">Where the draft stands on the wire, such as "draft".</param>
    /// <returns>What is wrong; empty when all is well.</returns>
    public static ImmutableArray<FieldViolation> CheckTerm(SealDraft draft, Certificate certificate, LocalizedText whose, string path)
    {
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(certificate);
        ArgumentNullException.ThrowIfNull(whose);
        var violations = ImmutableArray.CreateBuilder<FieldViolation>();
        if (draft.ValidFrom < certificate.NotBefore)
        {
            violations.Add(new($"{path}.valid_from", new(
                $"早于{whose.Zh}证书的起始时间 {certificate.NotBefore:u}", $"is before the beginning of {whose.En} certificate, {certificate.NotBefore:u}")));
        }

        if (draft.ValidUntil > certificate.NotAfter)
        {
            violations.Add(new($"{path}.valid_until", new(
                $"晚于{whose.Zh}证书的截止时间 {certificate.NotAfter:u}", $"is after the end of {whose.En} certificate, {certificate.NotAfter:u}")));
        }

        return violations.ToImmutable();
    }

    private static bool IsSize(int millimetres) => millimetres is >= SmallestMillimetres and <= LargestMillimetres;

    // A name is what people believe: nothing that hides, turns or cannot be shown.
    private static void CheckName(string name, Func<Rune, bool>? hasGlyph, Action<string, string, string> violate)
    {
        if (name.Length is 0 or > LongestName || name.Trim() != name)
        {
            violate("name", "须为 1 至 100 个字符，首尾不得为空格", "must have 1 to 100 characters and no space at either end");
        }

        if (CitizenNumber.OccursIn(name))
        {
            violate("name", "不得含有公民身份号码", "must not hold a citizen number");
        }

        if (name.EnumerateRunes().Any(rune => rune == Rune.ReplacementChar || Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
            or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark))
        {
            violate("name", "含有不可见、控制方向或组合的字符", "holds a character that cannot be seen, turns the text or changes another");
        }
        else if (hasGlyph is not null && name.EnumerateRunes().FirstOrDefault(rune => !hasGlyph(rune)) is { Value: not 0 } missing)
        {
            violate("name", $"字库中没有字符 U+{missing.Value:X4}", $"holds U+{missing.Value:X4}, which no font here shows");
        }
    }

    private static void CheckTimes(SealDraft draft, DateTimeOffset now, Action<string, string, string> violate)
    {
        if (draft.ValidUntil <= draft.ValidFrom || draft.ValidUntil <= now)
        {
            violate("valid_until", "须晚于有效期起始和当前时间", "must be after valid_from and after now");
        }
        else if (draft.ValidUntil > draft.ValidFrom.AddYears(LongestYears))
        {
            violate("valid_until", "有效期不得超过 10 年", "must be at most ten years after valid_from");
        }

        if (draft.ValidFrom > now.AddYears(1))
        {
            violate("valid_from", "不得晚于一年之后", "must be within a year from now");
        }
    }

    private static void CheckSigners(SealDraft draft, Action<string, string, string> violate)
    {
        if (draft.Signers.Length is 0 or > MostSigners)
        {
            violate("signers", "须为 1 至 16 张证书", "must hold 1 to 16 certificates");
        }

        for (int i = 0; i < draft.Signers.Length; i++)
        {
            var signer = draft.Signers[i];
            if (signer.Length > LargestCertificate)
            {
                violate($"signers[{i}]", "证书不得超过 16 KiB", "a certificate has at most 16 KiB");
            }

            if (draft.Signers.Take(i).Any(other => other.Span.SequenceEqual(signer.Span)))
            {
                violate($"signers[{i}]", "证书重复", "stands in the list before");
            }
        }
    }
}
