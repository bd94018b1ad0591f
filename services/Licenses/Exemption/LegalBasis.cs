using Licenses.Catalog;

namespace Licenses.Exemption;

/// <summary>The rules on which an exemption rests. Both limbs of the two exemptions say "in principle" (原则上).</summary>
internal static class LegalBasis
{
    private static readonly LocalizedText IssuedByThisCity = new(
        "“两个免于提交”之一：凡是本市政府部门核发的材料，原则上一律免于提交；国务院令第716号第七条（能够通过共享获得的不得要求重复提供）",
        "First of the two exemptions: material issued by this city's own departments need in principle not be submitted; State Council Order 716, art. 7");

    private static readonly LocalizedText ELicenseAvailable = new(
        "“两个免于提交”之二：凡是能够提供电子证照的，原则上一律免于提交实体证照；国务院令第716号第十条（电子证照与纸质证照具有同等法律效力）",
        "Second of the two exemptions: where an e-license can be provided, the physical license need in principle not be submitted; State Council Order 716, art. 10");

    private static readonly LocalizedText InternalCheck = new(
        "行政协助：由行政机关之间核验，不再要求申请人提供；国务院令第716号第七条",
        "Administrative assistance: checked between public bodies instead of by the applicant; State Council Order 716, art. 7");

    private static readonly LocalizedText WrittenPromise = new(
        "告知承诺制：申请人书面承诺符合条件的，以承诺代替证明材料；承诺不实的依法处理",
        "Promise after notice: the applicant's written promise replaces the proof; a false promise has its legal consequences");

    public static LocalizedText OfExemption(Material material) => material switch
    {
        { Method: ExemptionMethod.Promise } => WrittenPromise,
        { IssuedByThisCity: true } => IssuedByThisCity,
        { Method: ExemptionMethod.ELicense } => ELicenseAvailable,
        _ => InternalCheck,
    };
}
