namespace Licenses;

/// <summary>Why a use case refused. The edge maps each to one status code and one stable reason code.</summary>
public enum RefusalReason
{
    InvalidFields,
    NotEntitled,
    UnknownLicenseType,
    UnknownServiceItem,
    UnknownLicense,
    UnknownRecord,
    RequestIdReused,
    IllegalTransition,
    VersionConflict,
    NotAPdf,
    SealingForbidden,
    LimitExceeded,
    NotInForce,
    AlreadyAnswered,
    UnknownSeal,
    SamePerson,
    PersonNotNamed,
    NoSealMaker,
    SealNotMade,
    SealFrozen,
    SealCancelled,
    SealExpired,
    SignerNotListed,
}

/// <summary>A refusal with what a person needs to know; no personal data.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Message">One sentence.</param>
/// <param name="Violations">All field violations where the reason is InvalidFields.</param>
public sealed record Refusal(RefusalReason Reason, LocalizedText Message, ImmutableArray<FieldViolation> Violations)
{
    public Refusal(RefusalReason reason, string zh, string en)
        : this(reason, new LocalizedText(zh, en), [])
    {
    }

    public static Refusal InvalidFields(ImmutableArray<FieldViolation> violations) => new(
        RefusalReason.InvalidFields,
        new LocalizedText($"有 {violations.Length} 处填写不符合要求", $"{violations.Length} field(s) are not acceptable"),
        violations);

    public static Refusal RequestIdReused { get; } = new(
        RefusalReason.RequestIdReused,
        "该请求编号已用于内容不同的请求",
        "the request id was used before with another payload");
}
