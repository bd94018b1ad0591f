using System.Diagnostics;
using System.Globalization;
using Grpc.Core;
using Licenses.V1;

namespace Licenses.Server.Endpoints.Refusals;

/// <summary>The refusals that the edge itself makes, and how a use case's refusal looks on the wire: the one place.</summary>
internal static class CallRefusals
{
    private static readonly TimeSpan SoonAgain = TimeSpan.FromSeconds(2);

    public static CallRefusal StoreUnavailable { get; } = new(
        StatusCode.Unavailable, ReasonCode.StoreUnavailable,
        new("数据库暂时无法访问，请稍后重试", "the database cannot be asked now; try again"))
    {
        RetryAfter = SoonAgain,
    };

    public static CallRefusal KeyUnavailable { get; } = new(
        StatusCode.Unavailable, ReasonCode.KeyUnavailable,
        new("签章密钥暂时无法使用，请稍后重试", "the sealing key cannot be used now; try again"))
    {
        RetryAfter = SoonAgain,
    };

    /// <summary>Too many documents are under way at once.</summary>
    public static CallRefusal Busy { get; } = LimitExceeded(
        "正在处理的文件过多，请稍后重试", "too many documents are under way; try again") with
    {
        RetryAfter = SoonAgain,
    };

    public static CallRefusal UnknownLicense { get; } = new(
        StatusCode.NotFound, ReasonCode.UnknownLicense, new("没有这一证照", "no such license"));

    public static CallRefusal UnknownRecord { get; } = new(
        StatusCode.NotFound, ReasonCode.UnknownRecord, new("没有这一记录", "no such record"));

    public static CallRefusal UnknownServiceItem { get; } = new(
        StatusCode.NotFound, ReasonCode.UnknownServiceItem, new("没有这一事项", "no such service item"));

    public static CallRefusal UnknownLicenseType { get; } = new(
        StatusCode.NotFound, ReasonCode.UnknownLicenseType, new("没有这一证照类型", "no such license type"));

    /// <summary>A status that cannot be told: never to be read as "in force".</summary>
    public static CallRefusal StatusUnavailable(TimeSpan retryAfter) => StoreUnavailable with
    {
        Message = new("暂时无法判定证照状态，请稍后重试", "the status cannot be told now; try again"),
        RetryAfter = retryAfter > TimeSpan.Zero ? retryAfter : SoonAgain,
    };

    public static CallRefusal RoleNotAllowed(Role role) => new(
        StatusCode.PermissionDenied, ReasonCode.RoleNotAllowed, new(
            $"角色 {role.ToString().ToLowerInvariant()} 无权调用此方法",
            $"the role {role.ToString().ToLowerInvariant()} may not call this method"));

    public static CallRefusal CertificateRequired(LocalizedText why) => new(
        StatusCode.Unauthenticated, ReasonCode.CertificateRequired, why);

    public static CallRefusal BadStream(string zh, string en) => new(
        StatusCode.InvalidArgument, ReasonCode.BadStream, new(zh, en));

    public static CallRefusal LimitExceeded(string zh, string en) => new(
        StatusCode.ResourceExhausted, ReasonCode.LimitExceeded, new(zh, en));

    public static CallRefusal NotAPdf(string problem, long offset) => new(
        StatusCode.InvalidArgument, ReasonCode.NotAPdf,
        new($"不是可读取的 PDF 文件：{problem}", $"not a PDF that we read: {problem}"))
    {
        Facts = ImmutableDictionary<string, string>.Empty.Add("offset", offset.ToString(CultureInfo.InvariantCulture)),
    };

    /// <summary>What nobody foresaw: a trace for the operator, and no detail.</summary>
    public static CallRefusal InternalFault(string trace) => new(
        StatusCode.Internal, ReasonCode.InternalFault,
        new($"内部错误；跟踪号 {trace}", $"internal error; trace {trace}"));

    /// <summary>The caller went away; it will hardly read this.</summary>
    public static CallRefusal GivenUp { get; } = new(
        StatusCode.Cancelled, ReasonCode.GivenUp, new("调用已被放弃", "the call was given up"));

    public static CallRefusal Of(Refusal refusal) => new(CodeOf(refusal.Reason), ReasonOf(refusal.Reason), refusal.Message)
    {
        Violations = refusal.Violations,
    };

    private static StatusCode CodeOf(RefusalReason reason) => reason switch
    {
        RefusalReason.InvalidFields or RefusalReason.NotAPdf => StatusCode.InvalidArgument,
        RefusalReason.NotEntitled or RefusalReason.SamePerson or RefusalReason.PersonNotNamed => StatusCode.PermissionDenied,
        RefusalReason.UnknownLicenseType or RefusalReason.UnknownServiceItem => StatusCode.NotFound,
        RefusalReason.UnknownLicense or RefusalReason.UnknownRecord or RefusalReason.UnknownSeal => StatusCode.NotFound,
        RefusalReason.VersionConflict => StatusCode.Aborted,
        RefusalReason.LimitExceeded => StatusCode.ResourceExhausted,
        _ => StatusCode.FailedPrecondition,
    };

    private static ReasonCode ReasonOf(RefusalReason reason) => reason switch
    {
        RefusalReason.InvalidFields => ReasonCode.InvalidFields,
        RefusalReason.NotEntitled => ReasonCode.NotEntitled,
        RefusalReason.UnknownLicenseType => ReasonCode.UnknownLicenseType,
        RefusalReason.UnknownServiceItem => ReasonCode.UnknownServiceItem,
        RefusalReason.UnknownLicense => ReasonCode.UnknownLicense,
        RefusalReason.UnknownRecord => ReasonCode.UnknownRecord,
        RefusalReason.RequestIdReused => ReasonCode.RequestIdReused,
        RefusalReason.IllegalTransition => ReasonCode.IllegalTransition,
        RefusalReason.VersionConflict => ReasonCode.VersionConflict,
        RefusalReason.NotAPdf => ReasonCode.NotAPdf,
        RefusalReason.SealingForbidden => ReasonCode.SealingForbidden,
        RefusalReason.LimitExceeded => ReasonCode.LimitExceeded,
        RefusalReason.NotInForce => ReasonCode.NotInForce,
        RefusalReason.AlreadyAnswered => ReasonCode.AlreadyAnswered,
        RefusalReason.UnknownSeal => ReasonCode.UnknownSeal,
        RefusalReason.SamePerson => ReasonCode.SamePerson,
        RefusalReason.PersonNotNamed => ReasonCode.PersonNotNamed,
        RefusalReason.NoSealMaker => ReasonCode.NoSealMaker,
        RefusalReason.SealNotMade => ReasonCode.SealNotMade,
        RefusalReason.SealFrozen => ReasonCode.SealFrozen,
        RefusalReason.SealCancelled => ReasonCode.SealCancelled,
        RefusalReason.SealExpired => ReasonCode.SealExpired,
        RefusalReason.SignerNotListed => ReasonCode.SignerNotListed,
        _ => throw new UnreachableException(),
    };
}
