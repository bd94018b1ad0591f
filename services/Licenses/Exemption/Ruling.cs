using System.Globalization;
using Licenses.Catalog;

namespace Licenses.Exemption;

/// <summary>Puts a decision on one material together: code, sentence in both languages, limb, basis, when to ask again.</summary>
internal static class Ruling
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan RetryAfterPeople = TimeSpan.FromHours(4); // a department answers, not a machine

    public static MaterialResult Exempt(
        Material material, string reasonCode, ImmutableArray<Evidence> evidence, params object[] arguments) => new(
        material.Code, material.Name, MaterialDecision.Exempt, GroundOf(material), material.Method,
        reasonCode, ReasonText.Of(reasonCode, arguments), LegalBasis.OfExemption(material), evidence);

    public static MaterialResult Submit(
        Material material, string reasonCode, ImmutableArray<Evidence> evidence, params object[] arguments) => new(
        material.Code, material.Name, MaterialDecision.Submit, ExemptionGround.None, material.Method,
        reasonCode, ReasonText.Of(reasonCode, arguments), material.Basis, evidence);

    public static MaterialResult Undetermined(
        Material material, string reasonCode, ImmutableArray<Evidence> evidence, DateTimeOffset now, params object[] arguments) => new(
        material.Code, material.Name, MaterialDecision.Undetermined, ExemptionGround.None, material.Method,
        reasonCode, ReasonText.Of(reasonCode, arguments), material.Basis, evidence,
        now + (material.Method is ExemptionMethod.Assistance or ExemptionMethod.Data ? RetryAfterPeople : RetryAfter));

    /// <summary>
    /// The result that serves best where any one serves: exempt, else doubt (asking again may help), else the refusal that
    /// says most. Among equals the first speaks; null where there is none.
    /// </summary>
    public static MaterialResult? Best(IEnumerable<MaterialResult> results) => results
        .OrderBy(result => result.Decision switch
        {
            MaterialDecision.Exempt => 0,
            MaterialDecision.Undetermined => 1,
            _ => result.Evidence.IsEmpty ? 3 : 2,
        })
        .FirstOrDefault();

    /// <summary>The result where all must serve: the first refusal, else the first doubt, else all evidence together.</summary>
    public static MaterialResult All(IReadOnlyList<MaterialResult> results) =>
        results.FirstOrDefault(result => result.Decision == MaterialDecision.Submit)
        ?? results.FirstOrDefault(result => result.Decision == MaterialDecision.Undetermined)
        ?? results[0] with { Evidence = [.. results.SelectMany(result => result.Evidence)] };

    /// <summary>A date as people here read it: China's day, not UTC's.</summary>
    public static string Date(DateTimeOffset time) =>
        time.ToOffset(ChinaTime.Offset).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static ExemptionGround GroundOf(Material material) => material switch
    {
        { Method: ExemptionMethod.Promise } => ExemptionGround.Replaced,
        { IssuedByThisCity: true } => ExemptionGround.IssuedByThisCity,
        { Method: ExemptionMethod.ELicense } => ExemptionGround.ELicenseAvailable,
        _ => ExemptionGround.Replaced,
    };
}
