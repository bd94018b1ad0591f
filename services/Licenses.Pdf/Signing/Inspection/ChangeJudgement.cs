using Licenses.Crypto;
using Licenses.Pdf.Difference;

namespace Licenses.Pdf.Signing;

/// <summary>Judges what later revisions changed, by policy and by what the signature itself permits (R15 to R20).</summary>
internal sealed class ChangeJudgement(InspectionPolicy policy, Permissions permissions, Findings findings)
{
    private const int ShownChanges = 8;

    public void Judge(ImmutableArray<Change> changes)
    {
        var level = changes.Length == 0 ? ChangeLevel.None : changes.Max(change => change.Level);
        if (permissions.Fault is { } fault)
        {
            findings.Fail(Check.DocMdp, fault, "文档修改权限的设置自相矛盾。");
        }

        if (policy == InspectionPolicy.Crypto)
        {
            Describe(changes, level);
            return;
        }

        var allowed = Allowed();
        var forbidden = changes.Where(change => change.Level > allowed || IsSneaky(change)).ToList();
        if (forbidden.Count > 0)
        {
            ReportForbidden(forbidden);
        }
        else
        {
            findings.Pass(Check.ModifiedAfterSigning,
                level == ChangeLevel.None ? "Nothing was changed after signing." : "Only what is allowed was changed after signing.",
                level == ChangeLevel.None ? "签名后未作任何修改。" : "签名后只作了允许的修改。");
            Describe(changes, level);
        }

        JudgePermissions(level, forbidden.Count > 0);
        JudgeLocks(changes);
        JudgeCovering(changes);
    }

    private ChangeLevel Allowed() => policy == InspectionPolicy.Strict
        ? ChangeLevel.LtaUpdates
        : permissions.Limit switch
        {
            1 => ChangeLevel.LtaUpdates,
            3 => ChangeLevel.Annotations,
            _ => ChangeLevel.FormFilling,
        };

    /// <summary>A new visible field after certification: the certifier saw a page without it.</summary>
    private bool IsSneaky(Change change) => change.IsNewVisibleField && permissions.DocMdp is not null;

    private void ReportForbidden(List<Change> forbidden)
    {
        // A reader asks for the page first.
        forbidden = [.. forbidden.OrderByDescending(change => change.Level).ThenBy(change => change.Page ?? int.MaxValue)];
        var worst = forbidden[0];
        findings.Fail(Check.ModifiedAfterSigning, $"The document was changed after signing. {worst.Detail}",
            $"文档在签名后被修改。{worst.DetailZh}");
        foreach (var change in forbidden.Where(change => change.Level == ChangeLevel.Other).Take(ShownChanges))
        {
            findings.Fail(change.IsLimit ? Check.Limit : Check.ForbiddenChange, change.Detail, change.DetailZh);
        }

        foreach (var change in forbidden.Where(change => change.Level != ChangeLevel.Other).Take(ShownChanges))
        {
            findings.Fail(change.Level == ChangeLevel.FormFilling ? Check.FormFilling : Check.ForbiddenChange, change.Detail, change.DetailZh);
        }
    }

    private void JudgePermissions(ChangeLevel level, bool isForbidden)
    {
        if (permissions.Limit is not { } limit)
        {
            return;
        }

        // R19: for P=1 the standard's text and its readers disagree on later validation data. We allow it: it serves the
        // signature, shows nothing, and long-term validation is impossible without it.
        string note = limit == 1 && level == ChangeLevel.LtaUpdates
            ? " Validation data and timestamps came later; we allow them after P=1." : "";
        if (isForbidden)
        {
            findings.Fail(Check.DocMdp, $"The signature permits changes up to P={limit}, and these go further.",
                $"签名只允许到P={limit}的修改，实际修改超出。");
        }
        else
        {
            findings.Pass(Check.DocMdp, $"Changes stay within P={limit}.{note}", $"修改未超出签名允许的范围（P={limit}）。");
        }
    }

    private void JudgeLocks(ImmutableArray<Change> changes)
    {
        if (permissions.Locks.IsEmpty)
        {
            return;
        }

        var broken = changes.FirstOrDefault(change => change.Level > ChangeLevel.LtaUpdates
            && (change.IsFormWide || change.Field is { } field && permissions.IsLocked(field)));
        if (broken is null)
        {
            findings.Pass(Check.FieldMdp, "No locked field was changed.", "被锁定的表单域未被修改。");
        }
        else
        {
            findings.Fail(Check.FieldMdp, $"The signature locks {(broken.Field is null ? "fields" : $"field {broken.Field}")}, but: {broken.Detail}",
                $"签名锁定了{(broken.Field is null ? "表单域" : $"域“{broken.Field}”")}，但{broken.DetailZh}");
        }
    }

    private void JudgeCovering(ImmutableArray<Change> changes)
    {
        if (policy == InspectionPolicy.Pades && permissions.Limit == 3 && changes.FirstOrDefault(change => change.MayCover) is { } cover)
        {
            findings.Doubt(Check.ForbiddenChange, $"Allowed by P=3, but it may hide what was certified. {cover.Detail}",
                $"虽为P=3所允许，但可能遮盖被认证的内容。{cover.DetailZh}");
        }
    }

    private void Describe(ImmutableArray<Change> changes, ChangeLevel level)
    {
        var shown = changes.Where(change => change.Level == level).Take(ShownChanges).ToList();
        string check = level switch
        {
            ChangeLevel.LtaUpdates => Check.LtaUpdates,
            ChangeLevel.FormFilling => Check.FormFilling,
            _ => Check.ForbiddenChange,
        };
        shown.ForEach(change => findings.Add(new Finding(check, Verdict.Passed, change.Detail, change.DetailZh)));
    }
}
