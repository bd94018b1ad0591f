using Licenses.Crypto;
using Licenses.Crypto.X509;

namespace Licenses.Verification;

/// <summary>The findings about trust: one place for codes and words.</summary>
internal static class TrustFindings
{
    public const string Algorithms = "ALGORITHMS";
    public const string SignatureTimestamp = "SIGNATURE_TIMESTAMP";

    public static Finding Path(CertificatePath path) => new(
        "CERTIFICATE_PATH", Verdict.Passed,
        $"{path.Certificates.Length} certificates lead to the trust anchor {path.Anchor.Certificate.Subject}.",
        $"经 {path.Certificates.Length} 张证书到达信任锚 {path.Anchor.Certificate.Subject}。");

    public static Finding NoPath(PathOutcome.Invalid invalid) => new(
        "CERTIFICATE_PATH", Verdict.Indeterminate, invalid.Detail, null, invalid.Reason, invalid.Reason switch
        {
            SubIndication.NoCertificateChainFound => "没有通往信任锚的证书链。",
            SubIndication.OutOfBoundsNoPoe => "证书在所验证的时间不在有效期内，且没有签名当时有效的证明。",
            SubIndication.OutOfBoundsNotRevoked => "证书已过期，未被吊销，但没有签名当时有效的证明。",
            SubIndication.ChainConstraintsFailure => "证书链不符合用途或约束要求。",
            _ => "证书链未通过验证。",
        });

    /// <summary>
    /// The present's answer about a signature whose time is proven: not that nothing proves its time, but what about that time
    /// could not be told.
    /// </summary>
    public static ImmutableArray<Finding> WithPast(ImmutableArray<Finding> present, ImmutableArray<Finding> past, DateTimeOffset proven) =>
        past.FirstOrDefault(finding => finding.Verdict == Verdict.Indeterminate) is { } doubt
            ? [.. present.Select(finding => IsOutOfBounds(finding) ? WithPast(finding, doubt, proven) : finding)]
            : present;

    private static bool IsOutOfBounds(Finding finding) => finding is
    {
        Check: "CERTIFICATE_PATH", SubIndication: SubIndication.OutOfBoundsNoPoe or SubIndication.OutOfBoundsNotRevoked,
    };

    private static Finding WithPast(Finding outOfBounds, Finding doubt, DateTimeOffset proven) => outOfBounds with
    {
        Detail = $"{outOfBounds.Detail} A timestamp proves the signature as of {proven:u}; what cannot be told is this: {doubt.Detail}",
        DetailZh = $"证书在所验证的时间不在有效期内；时间戳证明签名在 {proven:u} 已存在，但无法查明：{doubt.DetailZh}",
    };

    public static Finding NotYetValid(Certificate leaf, DateTimeOffset existed) => new(
        "CERTIFICATE_PATH", Verdict.Failed,
        $"The signature existed at {existed:u}, before its certificate became valid at {leaf.NotBefore:u}.",
        null, SubIndication.NotYetValid, "签名早于证书有效期开始之前即已存在。");

    public static Finding Expired(Certificate leaf, DateTimeOffset madeAfter) => new(
        "CERTIFICATE_PATH", Verdict.Failed,
        $"The signature covers a timestamp of {madeAfter:u}, and its certificate had ended at {leaf.NotAfter:u}.",
        null, SubIndication.Expired, $"签名晚于 {madeAfter:u}，而证书已于 {leaf.NotAfter:u} 到期。");

    public static Finding NoSigner() => new(
        "SIGNING_CERTIFICATE", Verdict.Indeterminate, "The signer's certificate is not known.",
        null, SubIndication.NoSigningCertificateFound, "找不到签名者证书。");

    public static Finding Revocation(
        Certificate certificate, RevocationStatus status, bool isSigner, ExistenceBounds bounds) => status switch
        {
            RevocationStatus.Good good => new Finding(
                "REVOCATION", Verdict.Passed, $"{certificate.Subject} is not revoked, says {good.Source}.",
                $"证书 {certificate.Subject} 未被吊销（依据截至 {good.AsOf:u} 的吊销信息）。"),
            RevocationStatus.Revoked revoked => Revoked(certificate, revoked, isSigner, bounds),
            RevocationStatus.Unknown unknown => new Finding(
                "REVOCATION", Verdict.Indeterminate, unknown.Detail, null, unknown.Reason, 
                unknown.Reason == SubIndication.TryLater ? TryLaterZh(unknown)
                    : unknown.Reason == SubIndication.CryptoConstraintsFailureNoPoe ? "吊销信息所用的算法已不可靠。"
                    : "现有吊销信息不能证明在其签发机构失去可信之前已存在。")
            {
                RetryAt = unknown.RetryAt,
            },
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private static string TryLaterZh(RevocationStatus.Unknown unknown) => unknown.RetryAt is { } time
        ? $"缺少可信且足够新的吊销信息，请在 {time:u} 之后再试。"
        : "缺少可信且足够新的吊销信息，请稍后再试。";

    public static Finding Timestamp(DateTimeOffset time) => new(
        SignatureTimestamp, Verdict.Passed, $"A trusted timestamp shows that the signature existed at {time:u}.",
        $"可信时间戳证明签名在 {time:u} 已存在。");

    /// <summary>A timestamp that proves nothing takes nothing away: the signature is judged as if it had none.</summary>
    public static Finding UnusedTimestamp(Finding? why) => new(
        SignatureTimestamp, Verdict.Passed, $"A timestamp is not used as proof: {why?.Detail ?? "nothing was found about it."}",
        $"有时间戳未被采信：{why?.DetailZh ?? "没有任何结果。"}");

    public static Finding ContentTimestamp(DateTimeOffset time) => new(
        "CONTENT_TIMESTAMP", Verdict.Passed, $"A trusted timestamp of the content shows that the signature was made after {time:u}.",
        $"可信的内容时间戳证明签名在 {time:u} 之后作出。");

    public static Finding UnusedContentTimestamp(Finding? why) => new(
        "CONTENT_TIMESTAMP", Verdict.Passed, $"A timestamp of the content is not used as proof: {why?.Detail ?? "nothing was found about it."}",
        $"有内容时间戳未被采信：{why?.DetailZh ?? "没有任何结果。"}");

    public static Finding WeakCertificate(Certificate certificate, AlgorithmRow row) => new(
        Algorithms, Verdict.Indeterminate,
        $"{certificate.Subject} rests on algorithms that could be relied on until {row.End:yyyy-MM-dd} only ({row.Name}).",
        null, SubIndication.CryptoConstraintsFailureNoPoe, $"证书所用算法（{row.Name}）仅在 {row.End:yyyy-MM-dd} 之前可靠。");

    public static Finding WeakSignature(AlgorithmRow row) => new(
        Algorithms, Verdict.Indeterminate,
        $"The signature rests on algorithms that could be relied on until {row.End:yyyy-MM-dd} only ({row.Name}).",
        null, SubIndication.CryptoConstraintsFailureNoPoe, $"签名所用算法（{row.Name}）仅在 {row.End:yyyy-MM-dd} 之前可靠。");

    public static Finding WeakImprint(System.Security.Cryptography.HashAlgorithmName digest, DateTimeOffset end) => new(
        Algorithms, Verdict.Indeterminate, $"The timestamp rests on {digest.Name}, reliable until {end:yyyy-MM-dd} only.",
        null, SubIndication.CryptoConstraintsFailureNoPoe, $"时间戳所用的 {digest.Name} 仅在 {end:yyyy-MM-dd} 之前可靠。");

    public static Finding TimestampOrder(DateTimeOffset time) => new(
        "TIMESTAMP_ORDER", Verdict.Indeterminate, $"The timestamp claims {time:u}, which is later than what follows it.",
        null, SubIndication.TimestampOrderFailure, "时间戳的时间晚于其后的证据。");

    public static Finding SignatureOrder(DateTimeOffset existed, DateTimeOffset madeAfter) => new(
        "TIMESTAMP_ORDER", Verdict.Indeterminate,
        $"A timestamp shows that the signature existed at {existed:u}, yet it covers a timestamp (of the document or of its content) of {madeAfter:u}.",
        null, SubIndication.TimestampOrderFailure, "签名的时间戳早于其所覆盖的文档时间戳。");

    public static Finding Level(RecognizedLevel level) => new(
        "LEVEL", Verdict.Passed,
        $"The signature is {(level.Level is { } reached ? "at level " + reached.ToStandardName() : "no PAdES baseline signature")}; {level.Next.En}",
        level.Level is { } known ? $"签名级别为 {known.ToStandardName()}；{level.Next.Zh}" : $"不是 PAdES 基线签名；{level.Next.Zh}");

    public static Finding WorkLimit() => new(
        "WORK_LIMIT", Verdict.Indeterminate, WorkBudget.LimitReached + ".", null, SubIndication.TryLater, WorkBudget.LimitReachedZh + "。");

    private static Finding Revoked(
        Certificate certificate, RevocationStatus.Revoked revoked, bool isSigner, ExistenceBounds bounds)
    {
        if (bounds.Existed.IsProven && bounds.Time < revoked.At)
        {
            return new Finding(
                "REVOCATION", Verdict.Passed,
                $"{certificate.Subject} was revoked at {revoked.At:u}, after the signature is known to have existed.",
                $"证书于 {revoked.At:u} 被吊销，晚于签名已存在的证明时间。");
        }

        // EN 319 102-1, 5.2.6.4: a certificate on hold may come back, and then counts for what it signed meanwhile.
        if (revoked.Reason == RevocationReason.CertificateHold)
        {
            return new Finding(
                "REVOCATION", Verdict.Indeterminate,
                $"{certificate.Subject} is on hold since {revoked.At:u} (certificateHold), says {revoked.Source}; a hold may be lifted: ask again later.",
                null, SubIndication.TryLater, $"证书自 {revoked.At:u} 起被暂停使用（certificateHold）；暂停可能被解除，请稍后再试。");
        }

        // EN 319 102-1, 5.5.4: proven to be made after the revocation.
        if (isSigner && bounds.MadeAfter >= revoked.At)
        {
            return new Finding(
                "REVOCATION", Verdict.Failed,
                $"{certificate.Subject} was revoked at {revoked.At:u}; the signature covers a timestamp of {bounds.MadeAfter:u} and so is later.",
                null, SubIndication.Revoked, $"证书于 {revoked.At:u} 被吊销，而签名晚于 {bounds.MadeAfter:u}。");
        }

        var reason = isSigner ? SubIndication.RevokedNoPoe : SubIndication.RevokedCaNoPoe;
        return new Finding(
            "REVOCATION", Verdict.Indeterminate,
            $"{certificate.Subject} was revoked at {revoked.At:u} ({revoked.Reason}), says {revoked.Source}; nothing proves that the signature is older.",
            null, reason, $"证书于 {revoked.At:u} 被吊销（{revoked.Reason}），且没有签名早于吊销的证明。");
    }
}
