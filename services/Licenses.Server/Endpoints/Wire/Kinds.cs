using System.Diagnostics;
using Licenses.Catalog;
using Licenses.Crypto;
using Licenses.Exemption;
using Licenses.Verification;

namespace Licenses.Server.Endpoints.Wire;

/// <summary>The enums of the product and of the wire. Value by value: a new one on either side fails loudly, never silently.</summary>
internal static class Kinds
{
    public static SubjectKind? Read(V1.SubjectKind kind) => kind switch
    {
        V1.SubjectKind.Person => SubjectKind.Person,
        V1.SubjectKind.Organisation => SubjectKind.Organisation,
        _ => null,
    };

    public static StateReason? Read(V1.StateReason reason) => reason switch
    {
        V1.StateReason.Investigation => StateReason.Investigation,
        V1.StateReason.Penalty => StateReason.Penalty,
        V1.StateReason.ConditionsCeased => StateReason.ConditionsCeased,
        V1.StateReason.IssuedInError => StateReason.IssuedInError,
        V1.StateReason.HolderRequest => StateReason.HolderRequest,
        V1.StateReason.Fraud => StateReason.Fraud,
        V1.StateReason.Resolved => StateReason.Resolved,
        _ => null,
    };

    public static AssistanceAnswer? Read(V1.AssistanceAnswer answer) => answer switch
    {
        V1.AssistanceAnswer.Confirmed => AssistanceAnswer.Confirmed,
        V1.AssistanceAnswer.Denied => AssistanceAnswer.Denied,
        V1.AssistanceAnswer.CannotTell => AssistanceAnswer.CannotTell,
        _ => null,
    };

    public static SealingProfile? Read(V1.SealingProfile profile) => profile switch
    {
        V1.SealingProfile.Unspecified or V1.SealingProfile.Pades => SealingProfile.Pades,
        V1.SealingProfile.Sm2Cades => SealingProfile.Sm2Cades,
        V1.SealingProfile.Sm2Pkcs7 => SealingProfile.Sm2Pkcs7,
        V1.SealingProfile.Sm2Pkcs7Gm => SealingProfile.Sm2Pkcs7Gm,
        V1.SealingProfile.Ses => SealingProfile.Ses,
        _ => null,
    };

    public static V1.SealingProfile Write(SealingProfile profile) => profile switch
    {
        SealingProfile.Pades => V1.SealingProfile.Pades,
        SealingProfile.Sm2Cades => V1.SealingProfile.Sm2Cades,
        SealingProfile.Sm2Pkcs7 => V1.SealingProfile.Sm2Pkcs7,
        SealingProfile.Sm2Pkcs7Gm => V1.SealingProfile.Sm2Pkcs7Gm,
        SealingProfile.Ses => V1.SealingProfile.Ses,
        _ => throw new UnreachableException(),
    };

    public static V1.DocumentVerdict Write(DocumentVerdict verdict) => verdict switch
    {
        DocumentVerdict.Passed => V1.DocumentVerdict.Passed,
        DocumentVerdict.Indeterminate => V1.DocumentVerdict.Indeterminate,
        DocumentVerdict.Failed => V1.DocumentVerdict.Failed,
        DocumentVerdict.NoSignature => V1.DocumentVerdict.NoSignature,
        DocumentVerdict.NotADocument => V1.DocumentVerdict.NotAPdf,
        _ => throw new UnreachableException(),
    };

    /// <summary>A document's verdict by the name that reports use.</summary>
    public static V1.DocumentVerdict ReadVerdict(string name) => name switch
    {
        "PASSED" => V1.DocumentVerdict.Passed,
        "INDETERMINATE" => V1.DocumentVerdict.Indeterminate,
        "FAILED" => V1.DocumentVerdict.Failed,
        "NO_SIGNATURE" => V1.DocumentVerdict.NoSignature,
        "NOT_A_PDF" => V1.DocumentVerdict.NotAPdf,
        _ => V1.DocumentVerdict.Unspecified, // which is never a good outcome
    };

    public static V1.SubjectKind Write(SubjectKind kind) => kind switch
    {
        SubjectKind.Person => V1.SubjectKind.Person,
        SubjectKind.Organisation => V1.SubjectKind.Organisation,
        _ => throw new UnreachableException(),
    };

    public static V1.LicenseState Write(LicenseState state) => state switch
    {
        LicenseState.Active => V1.LicenseState.Active,
        LicenseState.Suspended => V1.LicenseState.Suspended,
        LicenseState.Revoked => V1.LicenseState.Revoked,
        LicenseState.Expired => V1.LicenseState.Expired,
        LicenseState.Superseded => V1.LicenseState.Superseded,
        _ => throw new UnreachableException(),
    };

    public static V1.StateReason Write(StateReason reason) => reason switch
    {
        StateReason.None => V1.StateReason.Unspecified,
        StateReason.Investigation => V1.StateReason.Investigation,
        StateReason.Penalty => V1.StateReason.Penalty,
        StateReason.ConditionsCeased => V1.StateReason.ConditionsCeased,
        StateReason.IssuedInError => V1.StateReason.IssuedInError,
        StateReason.HolderRequest => V1.StateReason.HolderRequest,
        StateReason.Fraud => V1.StateReason.Fraud,
        StateReason.Resolved => V1.StateReason.Resolved,
        _ => throw new UnreachableException(),
    };

    public static V1.Verdict Write(Verdict verdict) => verdict switch
    {
        Verdict.Passed => V1.Verdict.Passed,
        Verdict.Indeterminate => V1.Verdict.Indeterminate,
        Verdict.Failed => V1.Verdict.Failed,
        _ => throw new UnreachableException(),
    };

    public static V1.FieldKind Write(FieldKind kind) => kind switch
    {
        FieldKind.Text => V1.FieldKind.Text,
        FieldKind.Date => V1.FieldKind.Date,
        FieldKind.Integer => V1.FieldKind.Integer,
        FieldKind.Decimal => V1.FieldKind.Decimal,
        FieldKind.Choice => V1.FieldKind.Choice,
        FieldKind.CitizenNumber => V1.FieldKind.CitizenNumber,
        FieldKind.CreditCode => V1.FieldKind.CreditCode,
        _ => throw new UnreachableException(),
    };

    public static V1.ExemptionMethod Write(ExemptionMethod method) => method switch
    {
        ExemptionMethod.None => V1.ExemptionMethod.None,
        ExemptionMethod.ELicense => V1.ExemptionMethod.ELicense,
        ExemptionMethod.Data => V1.ExemptionMethod.Data,
        ExemptionMethod.Assistance => V1.ExemptionMethod.Assistance,
        ExemptionMethod.Promise => V1.ExemptionMethod.Promise,
        _ => throw new UnreachableException(),
    };

    public static V1.MaterialHolder Write(MaterialHolder holder) => holder switch
    {
        MaterialHolder.Applicant => V1.MaterialHolder.Applicant,
        MaterialHolder.Any => V1.MaterialHolder.Any,
        MaterialHolder.EachRelated => V1.MaterialHolder.EachRelated,
        _ => throw new UnreachableException(),
    };
}
