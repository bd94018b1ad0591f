namespace Licenses.Exemption;

/// <summary>Stable reason codes of material decisions.</summary>
public static class ReasonCodes
{
    public const string ELicenseVerified = "E_LICENSE_VERIFIED";
    public const string HolderNameDiffers = "HOLDER_NAME_DIFFERS";
    public const string NoLicenseFound = "NO_LICENSE_FOUND";
    public const string LicenseSuspended = "LICENSE_SUSPENDED";
    public const string LicenseRevoked = "LICENSE_REVOKED";
    public const string LicenseExpired = "LICENSE_EXPIRED";
    public const string LicenseSuperseded = "LICENSE_SUPERSEDED";
    public const string LicenseNotYetValid = "LICENSE_NOT_YET_VALID";
    public const string DocumentNotValid = "DOCUMENT_NOT_VALID";
    public const string DocumentUndetermined = "DOCUMENT_UNDETERMINED";
    public const string StatusUnavailable = "STATUS_UNAVAILABLE";
    public const string FactConfirmed = "FACT_CONFIRMED";
    public const string FactDenied = "FACT_DENIED";
    public const string FactNotReported = "FACT_NOT_REPORTED";
    public const string FactOutdated = "FACT_OUTDATED";
    public const string AssistancePending = "ASSISTANCE_PENDING";
    public const string AssistanceConfirmed = "ASSISTANCE_CONFIRMED";
    public const string AssistanceDenied = "ASSISTANCE_DENIED";
    public const string AssistanceCannotTell = "ASSISTANCE_CANNOT_TELL";
    public const string PromiseGiven = "PROMISE_GIVEN";
    public const string PromiseNotGiven = "PROMISE_NOT_GIVEN";
    public const string OnlyApplicant = "ONLY_APPLICANT";
}
