using Licenses.Crypto;

namespace Licenses.Verification;

/// <summary>One sentence for a person: the verdict, and the finding that decided it.</summary>
internal static class VerificationSummary
{
    public static LocalizedText Of(DocumentVerdict verdict, IEnumerable<Finding> findings, bool isLicense)
    {
        var deciding = findings.OrderByDescending(finding => finding.Verdict).FirstOrDefault(finding => finding.Verdict != Verdict.Passed);
        return verdict switch
        {
            DocumentVerdict.Passed when isLicense => new("证照有效：签章核验通过，文件未被改动，状态正常", "The license is in force: its seal verifies, the file is unchanged"),
            DocumentVerdict.Passed => new("签章核验通过，文件未被改动", "Every signature verifies, and nothing forbidden was changed"),
            DocumentVerdict.NoSignature => new("该 PDF 没有签章，无从核验", "This PDF carries no signature"),
            DocumentVerdict.NotADocument => Because("不是可识别的 PDF 文件", "This is not a PDF that we read", deciding),
            DocumentVerdict.Failed => Because("核验不通过，不得采信", "It must not be relied upon", deciding),
            _ => Because("暂无法判定，不得据此认定有效或无效", "It cannot be told now", deciding),
        };
    }

    private static LocalizedText Because(string zh, string en, Finding? deciding) => deciding is null
        ? new(zh, en)
        : new($"{zh}：{deciding.DetailZh}", $"{en}: {deciding.Detail}");
}
