using Licenses.Crypto;
using Licenses.Crypto.X509;

namespace Licenses.Trust;

/// <summary>The findings about one certificate's trust: one place for codes and words.</summary>
internal static class TrustWords
{
    public static Finding Anchor(TrustAnchor anchor) => new(
        "TRUST_ANCHOR", Verdict.Passed,
        $"{anchor.Certificate.Subject} is trusted for {anchor.Purposes}, from {anchor.Start:u} until {anchor.End:u}.",
        $"信任锚：{anchor.Certificate.Subject}，自 {anchor.Start:u} 至 {anchor.End:u} 受信任。");

    public static IEnumerable<Finding> Step(TrustStep step)
    {
        var certificate = step.Certificate;
        yield return new Finding(
            "CERTIFICATE", Verdict.Passed,
            $"{certificate.Subject}: signed by {step.Issuer.Subject}, valid from {certificate.NotBefore:u} to {certificate.NotAfter:u}"
            + $"{Role(certificate)}.",
            $"{certificate.Subject}：由 {step.Issuer.Subject} 签发，签名正确，在有效期内。");
        if (step.Status is { } status)
        {
            yield return Revocation(certificate, status);
        }
    }

    public static Finding RevocationNotChecked() => new(
        "REVOCATION", Verdict.Passed, "Revocation was not checked: no revocation lists were given.",
        "未检查吊销状态：未提供吊销列表。");

    public static Finding NoPath(PathOutcome.Invalid invalid) => new(
        "CERTIFICATE_PATH", invalid.IsDoubt ? Verdict.Indeterminate : Verdict.Failed, invalid.Detail, null, invalid.Reason,
        invalid.Reason switch
        {
            SubIndication.NoCertificateChainFound => "没有通往信任锚的证书链。",
            SubIndication.NoCertificateChainFoundNoPoe => "信任锚在所验证的时间不受信任。",
            SubIndication.OutOfBoundsNoPoe => "证书在所验证的时间不在有效期内。",
            SubIndication.ChainConstraintsFailure => "证书链不符合用途或约束要求。",
            SubIndication.CryptoConstraintsFailureNoPoe => "证书链所用算法已不可靠。",
            SubIndication.TryLater => "候选证书链过多，无法逐一验证。",
            _ => "证书链未通过验证。",
        });

    private static string Role(Certificate certificate) =>
        (certificate.IsAuthority ? ", an authority" : ", no authority")
        + (certificate.BasicConstraints?.PathLength is { } length ? $" (path length {length})" : "")
        + (certificate.KeyUsage is { } usage ? $", key usage {usage}" : "");

    private static Finding Revocation(Certificate certificate, RevocationStatus status) => status switch
    {
        RevocationStatus.Good good => new Finding(
            "REVOCATION", Verdict.Passed, $"{certificate.Subject} is not revoked, says {good.Source}, as of {good.AsOf:u}.",
            $"{certificate.Subject} 未被吊销（依据截至 {good.AsOf:u} 的吊销信息）。"),
        RevocationStatus.Revoked { Reason: RevocationReason.CertificateHold } held => new Finding(
            "REVOCATION", Verdict.Failed,
            $"{certificate.Subject} is on hold since {held.At:u} (certificateHold), says {held.Source}: it counts as revoked as long as that lasts "
            + "(RFC 5280, 5.3.1). A hold may be lifted; ask again later.", null,
            SubIndication.Revoked, $"{certificate.Subject} 自 {held.At:u} 起被暂停使用（certificateHold），暂停期间按已吊销处理；暂停可能被解除，请稍后再查。"),
        RevocationStatus.Revoked revoked => new Finding(
            "REVOCATION", Verdict.Failed,
            $"{certificate.Subject} was revoked at {revoked.At:u} ({revoked.Reason}), says {revoked.Source}.", null,
            SubIndication.Revoked, $"{certificate.Subject} 于 {revoked.At:u} 被吊销（{revoked.Reason}）。"),
        RevocationStatus.Unknown unknown => new Finding(
            "REVOCATION", Verdict.Indeterminate, unknown.Detail, null, unknown.Reason,
            unknown.RetryAt is { } time ? $"缺少可信且足够新的吊销信息，请在 {time:u} 之后再试。" : "缺少可信且足够新的吊销信息，无法判定。")
        {
            RetryAt = unknown.RetryAt,
        },
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
