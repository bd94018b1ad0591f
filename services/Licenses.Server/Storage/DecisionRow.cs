using Licenses.Exemption;

namespace Licenses.Server.Storage;

/// <summary>A decision and the uses of licenses that it stands for, sealed, ready for their transaction.</summary>
internal sealed record DecisionRow(
    FiledDecision Filed, byte[] ApplicantHash, byte[] SealedReport, byte[] SealedApplicant, ImmutableArray<CalledLicense> Uses)
{
    public static DecisionRow Seal(FiledDecision decision, PersonalData personal)
    {
        var id = decision.DecisionId;
        var called = decision.Report.Materials
            .SelectMany(material => material.Evidence)
            .Select(evidence => evidence.License?.Number)
            .OfType<string>()
            .Distinct(StringComparer.Ordinal);
        return new DecisionRow(
            decision,
            personal.Hash(decision.Applicant),
            personal.Seal(decision.Report, Place.Report, id),
            personal.SealSubject(decision.Applicant, Place.Applicant, id),
            [.. called.Select(number => new CalledLicense(number, personal.Seal(decision.Report.Use, Place.Use, id)))]);
    }
}

/// <summary>That a license was called for a decision: its holder finds it later.</summary>
internal sealed record CalledLicense(string Number, byte[] SealedUse);
