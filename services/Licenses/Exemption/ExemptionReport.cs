using Licenses.Catalog;
using Licenses.Crypto;

namespace Licenses.Exemption;

/// <summary>What is decided about one material.</summary>
public enum MaterialDecision
{
    Exempt,
    Submit,
    Undetermined,
}

/// <summary>Which of the two exemptions an EXEMPT rests on.</summary>
public enum ExemptionGround
{
    None,
    IssuedByThisCity,
    ELicenseAvailable,
    Replaced,
}

/// <summary>For what the licenses of a case are used: the record that the holder can see.</summary>
public sealed record UseContext(string CaseNumber, string Operator, string Purpose);

/// <summary>A promise that the applicant has signed (告知承诺书).</summary>
public sealed record Promise(string MaterialCode, string PromiseId);

/// <summary>What was decided for a case.</summary>
public sealed record ExemptionReport(
    string DecisionId,
    string ItemCode,
    UseContext Use,
    DateTimeOffset DecidedAt,
    ImmutableArray<MaterialResult> Materials);

/// <summary>What was decided about one material, and why.</summary>
/// <param name="MaterialCode">Code within the item.</param>
/// <param name="Name">Its name.</param>
/// <param name="Decision">The decision.</param>
/// <param name="Ground">The limb; None unless exempt.</param>
/// <param name="Method">The method that was tried.</param>
/// <param name="ReasonCode">Stable code, such as E_LICENSE_VERIFIED.</param>
/// <param name="Reason">The reason for a person.</param>
/// <param name="Basis">The legal basis.</param>
/// <param name="Evidence">What was looked at.</param>
/// <param name="RetryAt">When to ask again; set when undetermined.</param>
public sealed record MaterialResult(
    string MaterialCode,
    LocalizedText Name,
    MaterialDecision Decision,
    ExemptionGround Ground,
    ExemptionMethod Method,
    string ReasonCode,
    LocalizedText Reason,
    LocalizedText Basis,
    ImmutableArray<Evidence> Evidence,
    DateTimeOffset? RetryAt = null);

/// <summary>What a decision rests on. Exactly one of the members is set.</summary>
public sealed record Evidence(
    LicenseEvidence? License = null, FactEvidence? Fact = null, AssistanceEvidence? Assistance = null, Promise? Promise = null);

/// <summary>A license that was called and verified.</summary>
public sealed record LicenseEvidence(
    string Number,
    string TypeCode,
    LicenseState? State,
    long StatusVersion,
    DateTimeOffset? StatusAsOf,
    StateReason StateReason,
    string DocumentVerdict,
    string DocumentSha256,
    ImmutableArray<Finding> Findings);

/// <summary>A fact that was looked up; the subject is left out.</summary>
public sealed record FactEvidence(
    string RecordId, string FactCode, string DepartmentKey, DateTimeOffset AsOf, DateTimeOffset NotAfter, bool Holds);

/// <summary>An internal check; the subject is left out.</summary>
public sealed record AssistanceEvidence(
    string AssistanceId, string DepartmentKey, DateTimeOffset AskedAt, AssistanceAnswer Answer, DateTimeOffset? AnsweredAt);
