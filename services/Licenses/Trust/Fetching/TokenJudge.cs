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
    public string? Refuse(TimeStampToken token, TimeStampRequest request, DateTimeOffset now)
    {
        var info = token.Info;
        return info.Nonce != request.Nonce ? "the token does not repeat the nonce"
            : info.Imprint.Algorithm.Oid != request.Imprint.Algorithm.Oid
                || !CryptographicOperations.FixedTimeEquals(info.Imprint.Digest.Span, request.Imprint.Digest.Span)
                ? "the token is about other bytes"
            : request.Policy is { } policy && info.Policy != policy ? $"the token is issued under the policy {info.Policy}"
            : (info.Time - now).Duration() > options.ClockTolerance ? $"the token's time is {info.Time:u}, not now"
            : RefuseSignature(token, request.Imprint, out var authority) ?? RefuseSigner(token, authority, now);
    }

    private static string? RefuseSignature(TimeStampToken token, MessageImprint imprint, out Certificate? authority)
    {
        var check = token.Verify(_ => imprint.Digest.ToArray()); // that the algorithm is the same was looked at before
        authority = check.SignerCertificate; // the one whose key verified: no other must be judged
        return check.Intact
            ? null
            : "the token is not intact: " + check.Findings.FirstOrDefault(finding => finding.Verdict == Verdict.Failed)?.Detail;
    }

    private string? RefuseSigner(TimeStampToken token, Certificate? authority, DateTimeOffset now)
    {
        if (authority is null)
        {
            return "the token does not hold its signer's certificate";
        }

        if (authority.ExtendedKeyUsages is not [TimeStamping])
        {
            return $"{authority.Subject} is not certified for timestamps";
        }

        if (trust?.Store is not { } store)
        {
            return authority.IsValidAt(now) ? null : $"the certificate of {authority.Subject} is not valid now";
        }

        var offered = new CertificatePool(token.Message.Certificates);
        return store.Paths.Validate(new PathRequest(authority, now, CertificatePurpose.TimeStamping, offered)) switch
        {
            PathOutcome.Invalid invalid => invalid.Detail,
            PathOutcome.Valid valid => RefuseRevoked(store, valid.Path, now),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    // What is unknown now may be known when the document is verified; what is revoked never heals.
    private static string? RefuseRevoked(TrustStore store, CertificatePath path, DateTimeOffset now)
    {
        for (int i = 0; i < path.Certificates.Length; i++)
        {
            var question = new RevocationQuestion(path.Certificates[i], path.IssuerOf(i), path.Anchor, now, now);
            if (store.Revocations.Check(question, store.Material, CertificatePool.Empty) is RevocationStatus.Revoked revoked)
            {
                return $"{path.Certificates[i].Subject} was revoked at {revoked.At:u}";
            }
        }

        return null;
    }
}
