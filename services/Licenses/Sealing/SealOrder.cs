using Licenses.Catalog;
using Licenses.Pdf.Signing;

namespace Licenses.Sealing;

/// <summary>How a document is to be sealed, as the caller wishes.</summary>
/// <param name="RequestId">The write.</param>
/// <param name="Reason">Why, up to 200 characters; empty for none.</param>
/// <param name="Location">Where, up to 100 characters; empty for none.</param>
/// <param name="Certify">Certification; null for an approval.</param>
/// <param name="Placement">Where the visible seal goes; null for an invisible one.</param>
/// <param name="FieldName">Signature field, up to 100 characters; empty for a new one.</param>
public sealed record SealOrder(
    RequestId RequestId, string Reason, string Location, CertificationLevel? Certify, SealPlace? Placement, string FieldName)
{
    private const int MaxReason = 200;
    private const int MaxName = 100;

    /// <summary>By which standard; PAdES unless told otherwise.</summary>
    public SealingProfile Profile { get; init; }

    /// <summary>Which of the desk's seals, under <see cref="SealingProfile.Ses"/>; empty for any that may be applied.</summary>
    public string SealId { get; init; } = "";

    internal byte[] Fingerprint(ReadOnlySpan<byte> inputSha256)
    {
        var fingerprint = new Fingerprint("Seal")
            .Add(Reason).Add(Location).Add(Certify?.ToString()).Add(Placement?.ToString()).Add(FieldName).Add(inputSha256);
        return Profile == SealingProfile.Pades // as before there were others, so that late retries are still known
            ? fingerprint.ToSha256()
            : fingerprint.Add(Profile.ToString()).Add(SealId).ToSha256();
    }

    /// <summary>Everything that is wrong with the order at once; empty when all is well.</summary>
    internal ImmutableArray<FieldViolation> Check()
    {
        var violations = ImmutableArray.CreateBuilder<FieldViolation>();
        CheckText(Reason, "options.reason", MaxReason, violations);
        CheckText(Location, "options.location", MaxName, violations);
        CheckText(FieldName, "options.field_name", MaxName, violations);
        CheckText(SealId, "options.seal_id", MaxName, violations);
        if (SealId.Length > 0 && Profile != SealingProfile.Ses)
        {
            violations.Add(new("options.seal_id", new("仅在签章格式为 SES 时填写", "only with the profile SES")));
        }

        if (Placement is { } place)
        {
            CheckPlace(place, violations);
        }

        return violations.ToImmutable();
    }

    private static void CheckText(string text, string path, int longest, ImmutableArray<FieldViolation>.Builder violations)
    {
        if (text.Length > longest || text.Any(char.IsControl))
        {
            violations.Add(new(path, new($"不得超过 {longest} 个字符，不得含控制字符", $"at most {longest} characters, none of them a control character")));
        }
    }

    private static void CheckPlace(SealPlace place, ImmutableArray<FieldViolation>.Builder violations)
    {
        if (place.Page is < -1 or 0)
        {
            violations.Add(new("options.placement.page", new("页码从 1 起，-1 表示末页", "pages count from 1; -1 is the last")));
        }

        if (place.DiameterMillimetres is not (>= 20 and <= 60))
        {
            violations.Add(new("options.placement.diameter_mm", new("直径须为 20 至 60 毫米", "the diameter must be 20 to 60 mm")));
        }

        if (!double.IsFinite(place.CenterXMillimetres) || !double.IsFinite(place.CenterYMillimetres))
        {
            violations.Add(new("options.placement", new("位置须为有限数值", "the position must be finite")));
        }
    }
}

/// <summary>Where a round seal stands on a page as it is seen.</summary>
/// <param name="Page">From 1; -1 for the last.</param>
/// <param name="CenterXMillimetres">From the left edge.</param>
/// <param name="CenterYMillimetres">From the lower edge.</param>
/// <param name="DiameterMillimetres">20 to 60.</param>
public sealed record SealPlace(int Page, double CenterXMillimetres, double CenterYMillimetres, double DiameterMillimetres);
