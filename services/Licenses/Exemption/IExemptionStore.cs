using Licenses.Ledger;

namespace Licenses.Exemption;

/// <summary>Facts, assistance cases and filed decisions. Throws <see cref="StoreUnavailableException"/>.</summary>
public interface IExemptionStore
{
    /// <summary>Stores a reported fact; a later as_of about the same subject and code replaces an earlier one.</summary>
    ValueTask<WriteOutcome<string>> ReportFactAsync(WriteKey key, Fact fact, AuditLeaf leaf, CancellationToken cancellationToken);

    /// <summary>The newest fact about a subject; null where none was reported.</summary>
    ValueTask<Fact?> FindFactAsync(Subject subject, string factCode, CancellationToken cancellationToken);

    /// <summary>The case with this subject, department, item, material and case number; null where none was opened.</summary>
    ValueTask<AssistanceCase?> FindSameAssistanceAsync(AssistanceCase wanted, CancellationToken cancellationToken);

    /// <summary>The assistance case for this subject, item, material and case number, opened if there is none.</summary>
    ValueTask<AssistanceCase> OpenAssistanceAsync(AssistanceCase wanted, AuditLeaf leaf, CancellationToken cancellationToken);

    /// <summary>Unanswered cases of a department, the oldest first.</summary>
    ValueTask<ImmutableArray<AssistanceCase>> ListAssistanceAsync(
        string departmentKey, string? afterId, int limit, CancellationToken cancellationToken);

    ValueTask<AssistanceCase?> FindAssistanceAsync(string assistanceId, CancellationToken cancellationToken);

    ValueTask<WriteOutcome<AssistanceCase>> AnswerAssistanceAsync(
        WriteKey key, string assistanceId, AssistanceAnswer answer, AuditLeaf leaf, CancellationToken cancellationToken);

    /// <summary>Files a decision with its record of uses and audit leaf in one transaction.</summary>
    ValueTask FileAsync(FiledDecision decision, AuditLeaf leaf, CancellationToken cancellationToken);

    ValueTask<FiledDecision?> FindDecisionAsync(string decisionId, CancellationToken cancellationToken);
}

/// <summary>A fact that a department reported about a subject.</summary>
/// <param name="RecordId">Identifier of the record.</param>
/// <param name="Code">Fact code of the catalogue.</param>
/// <param name="Subject">About whom; stored encrypted, found by keyed hash.</param>
/// <param name="DepartmentKey">Who reported it.</param>
/// <param name="Holds">Whether the fact holds.</param>
/// <param name="AsOf">When the department last knew it.</param>
/// <param name="NotAfter">From when on it must not be relied upon.</param>
public sealed record Fact(
    string RecordId, string Code, Subject Subject, string DepartmentKey, bool Holds, DateTimeOffset AsOf, DateTimeOffset NotAfter);

/// <summary>What a department answers to an internal check.</summary>
public enum AssistanceAnswer
{
    None,
    Confirmed,
    Denied,
    CannotTell,
}

/// <summary>A question from an acceptance center to a department (行政协助).</summary>
public sealed record AssistanceCase(
    string AssistanceId,
    string DepartmentKey,
    string ItemCode,
    string MaterialCode,
    string CaseNumber,
    Subject Subject,
    DateTimeOffset AskedAt,
    AssistanceAnswer Answer = AssistanceAnswer.None,
    DateTimeOffset? AnsweredAt = null);

/// <summary>A decision as filed: its content in the wire's own form, so that it is given back exactly as it was given.</summary>
/// <param name="DecisionId">Identifier.</param>
/// <param name="CenterCode">Credit code of the center that asked.</param>
/// <param name="CenterName">Its name, for the records of use.</param>
/// <param name="Applicant">Who applied; stored encrypted, found by keyed hash.</param>
/// <param name="Report">The decision.</param>
public sealed record FiledDecision(
    string DecisionId, string CenterCode, string CenterName, Subject Applicant, ExemptionReport Report);
