using System.Security.Cryptography;
using Licenses.Crypto;
using Licenses.Crypto.Tsp;
using Licenses.Crypto.X509;

namespace Licenses.Trust.Fetching;

/// <summary>Whether a token that was just given is worth keeping (RFC 3161, 2.2 and 2.4.2).</summary>
internal sealed class TokenJudge(CurrentTrust? trust, TimeStampOptions options)
{
    private const string TimeStamping = "1.3.6.1.5.5.7.3.8";

    /// <summary>Why it is not; null where it is.</summary>
    public LocalizedText? Refuse(TimeStampToken token, TimeStampRequest request, DateTimeOffset now)
    {
        var info = token.Info;
        return info.Nonce != request.Nonce ? new("时间戳未重复随机数", "the token does not repeat the nonce")
            : info.Imprint.Algorithm.Oid != request.Imprint.Algorithm.Oid
                || !CryptographicOperations.FixedTimeEquals(info.Imprint.Digest.Span, request.Imprint.Digest.Span)
                ? new("时间戳对应的是其他数据", "the token is about other bytes")
            : request.Policy is { } policy && info.Policy != policy
                ? new($"时间戳按策略 {info.Policy} 签发", $"the token is issued under the policy {info.Policy}")
            : (info.Time - now).Duration() > options.ClockTolerance
                ? new($"时间戳的时间为 {info.Time:u}，不是当前时间", $"the token's time is {info.Time:u}, not now")
            : RefuseSignature(token, request.Imprint, out var authority) ?? RefuseSigner(token, authority, now);
    }

    private static LocalizedText? RefuseSignature(TimeStampToken token, MessageImprint imprint, out Certificate? authority)
    {
        var check = token.Verify(_ => imprint.Digest.ToArray()); // that the algorithm is the same was looked at before
        authority = check.SignerCertificate; // the one whose key verified: no other must be judged
        if (check.Intact)
        {
            return null;
        }

        var failed = check.Findings.FirstOrDefault(finding => finding.Verdict == Verdict.Failed);
        return new($"时间戳不完好：{failed?.DetailZh}", $"the token is not intact: {failed?.Detail}");
    }

    private LocalizedText? RefuseSigner(TimeStampToken token, Certificate? authority, DateTimeOffset now)
    {
        if (authority is null)
        {
            return new("时间戳未附签名者证书", "the token does not hold its signer's certificate");
        }

        if (authority.ExtendedKeyUsages is not [TimeStamping])
        {
            return new($"{authority.Subject} 的证书不用于时间戳", $"{authority.Subject} is not certified for timestamps");
        }

        if (trust?.Store is not { } store)
        {
            return authority.IsValidAt(now) ? null
                : new($"{authority.Subject} 的证书现不在有效期内", $"the certificate of {authority.Subject} is not valid now");
        }

        var offered = new CertificatePool(token.Message.Certificates);
        return store.Paths.Validate(new PathRequest(authority, now, CertificatePurpose.TimeStamping, offered)) switch
        {
            PathOutcome.Invalid invalid => new(TrustWords.NoPath(invalid).DetailZh.TrimEnd('。'), invalid.Detail),
            PathOutcome.Valid valid => RefuseRevoked(store, valid.Path, now),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    // What is unknown now may be known when the document is verified; what is revoked never heals.
    private static LocalizedText? RefuseRevoked(TrustStore store, CertificatePath path, DateTimeOffset now)
    {
        for (int i = 0; i < path.Certificates.Length; i++)
        {
            var question = new RevocationQuestion(path.Certificates[i], path.IssuerOf(i), path.Anchor, now, now);
            if (store.Revocations.Check(question, store.Material, CertificatePool.Empty) is RevocationStatus.Revoked revoked)
            {
                return new(
                    $"{path.Certificates[i].Subject} 已于 {revoked.At:u} 被吊销", $"{path.Certificates[i].Subject} was revoked at {revoked.At:u}");
            }
        }

        return null;
    }
}
