using System.Collections.Frozen;
using System.Globalization;

namespace Licenses.Exemption;

/// <summary>The sentence behind each reason code, in both working languages. {0} and {1} are named beside each.</summary>
internal static class ReasonText
{
    private static readonly FrozenDictionary<string, LocalizedText> Sentences = new Dictionary<string, LocalizedText>
    {
        // {0} serial of the license
        [ReasonCodes.ELicenseVerified] = new("已调取电子证照 {0}，证照有效，签章核验通过", "e-license {0} was called: it is in force and its sealed file verifies"),
        [ReasonCodes.NoLicenseFound] = new("未查到申请人名下的相应电子证照", "no such e-license of the applicant was found"),
        // {0} serial of the license
        [ReasonCodes.HolderNameDiffers] = new("电子证照 {0} 的持证主体姓名（名称）与所填不一致，请核对证件号码与姓名", "the holder's name on e-license {0} differs from the one given; check number and name"),
        // {0} serial of the license, {1} date
        [ReasonCodes.LicenseSuspended] = new("电子证照 {0} 已于 {1} 被暂扣", "e-license {0} was suspended on {1}"),
        [ReasonCodes.LicenseRevoked] = new("电子证照 {0} 已于 {1} 被吊销、撤销或注销", "e-license {0} was revoked on {1}"),
        [ReasonCodes.LicenseExpired] = new("电子证照 {0} 已于 {1} 到期失效", "e-license {0} expired on {1}"),
        [ReasonCodes.LicenseSuperseded] = new("电子证照 {0} 已于 {1} 被新版本替代", "e-license {0} was superseded on {1}"),
        [ReasonCodes.LicenseNotYetValid] = new("电子证照 {0} 自 {1} 起方有效", "e-license {0} is valid only from {1}"),
        // {0} serial of the license
        [ReasonCodes.DocumentNotValid] = new("电子证照 {0} 的签章文件核验不通过", "the sealed file of e-license {0} does not verify"),
        [ReasonCodes.DocumentUndetermined] = new("电子证照 {0} 的签章文件暂无法核验", "the sealed file of e-license {0} cannot be verified now"),
        [ReasonCodes.StatusUnavailable] = new("暂无法查询证照状态，请稍后再查；不得据此认定有效或无效", "the license's status cannot be asked now; ask again later"),
        // {0} date
        [ReasonCodes.FactConfirmed] = new("主管部门数据核验一致（数据截至 {0}）", "confirmed by the responsible department's data as of {0}"),
        [ReasonCodes.FactDenied] = new("主管部门数据显示不符合（数据截至 {0}）", "the responsible department's data as of {0} say that it is not so"),
        [ReasonCodes.FactNotReported] = new("主管部门尚无可核验的数据，暂无法判定", "the responsible department has reported nothing to check against yet"),
        [ReasonCodes.FactOutdated] = new("主管部门数据已于 {0} 过期，须更新后再查", "the responsible department's data went out of date on {0}"),
        // {0} assistance case
        [ReasonCodes.AssistancePending] = new("已向有关部门发起核查（协助单号 {0}），尚未答复", "the responsible department was asked (case {0}) and has not answered yet"),
        [ReasonCodes.AssistanceConfirmed] = new("有关部门核查属实（协助单号 {0}）", "confirmed by the department that was asked (case {0})"),
        [ReasonCodes.AssistanceDenied] = new("有关部门核查不属实（协助单号 {0}）", "the department that was asked says that it is not so (case {0})"),
        [ReasonCodes.AssistanceCannotTell] = new("有关部门暂无法核实（协助单号 {0}）", "the department that was asked cannot tell (case {0})"),
        // {0} promise number
        [ReasonCodes.PromiseGiven] = new("申请人已书面承诺（承诺书编号 {0}）", "the applicant has promised in writing (promise {0})"),
        [ReasonCodes.PromiseNotGiven] = new("可签署告知承诺书代替本材料；尚未收到承诺，须承诺或提交", "a written promise would replace it; none was given yet"),
        [ReasonCodes.OnlyApplicant] = new("本材料仅能由申请人提供", "only the applicant can provide it"),
    }.ToFrozenDictionary();

    public static LocalizedText Of(string reasonCode, object[] arguments) => Sentences[reasonCode] is var sentence
        && arguments.Length == 0
            ? sentence
            : new LocalizedText(
                string.Format(CultureInfo.InvariantCulture, sentence.Zh, arguments),
                string.Format(CultureInfo.InvariantCulture, sentence.En, arguments));
}
