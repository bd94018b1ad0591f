using Licenses.Crypto;
using Licenses.Crypto.X509;

namespace Licenses.Verification;

/// <summary>
/// Validates timestamps from the last to the first: each, once trusted, carries what came before it back to its own
/// time (EN 319 102-1, 5.6.2.3). One without a trusted authority proves nothing and is not used.
/// </summary>
internal sealed class TimestampJudge(CertificateJudge certificates, AlgorithmJudge algorithms, DateTimeOffset now)
{
    /// <summary>Judges one whose own bytes are intact, as of the time until which it is itself known to exist.</summary>
    public TimestampJudgement Judge(CheckedStamp stamp, ImmutableArray<Finding> own, ProofOfExistence existence)
    {
        var findings = algorithms.Lift(own, stamp.Check, existence).ToBuilder();
        CertificatePath? path = null;
        if (stamp.Time > existence.Time || stamp.Time > now)
        {
            findings.Add(TrustFindings.TimestampOrder(stamp.Time));
        }

        if ((algorithms.Judge(stamp.Token, existence) ?? algorithms.Judge(stamp.Check, findings.ToImmutable(), existence)) is { } weak)
        {
            findings.Add(weak);
        }

        if (stamp.Authority is not { } authority)
        {
            findings.Add(TrustFindings.NoSigner());
        }
        else
        {
            var judgement = certificates.Judge(authority, CertificatePurpose.TimeStamping, new ExistenceBounds(existence, null));
            findings.AddRange(judgement.Findings);
            path = judgement.Path;
        }

        bool trusted = stamp.Intact && findings.All(finding => finding.Verdict == Verdict.Passed);
        return new TimestampJudgement(trusted ? stamp.Time : null, path, findings.ToImmutable());
    }

    /// <summary>Judges the signature timestamps of one signature; the earliest trusted one counts.</summary>
    /// <param name="stamps">The timestamps.</param>
    /// <param name="existence">Since when all of them are known to exist.</param>
    public (ProofOfExistence Existence, ImmutableArray<Finding> Findings) JudgeAll(
        ImmutableArray<CheckedStamp> stamps, ProofOfExistence existence)
    {
        var findings = ImmutableArray.CreateBuilder<Finding>();
        var earliest = existence;
        foreach (var stamp in stamps)
        {
            var judgement = stamp.Intact
                ? Judge(stamp, stamp.Check.Findings, existence)
                : new TimestampJudgement(null, null, stamp.Check.Findings);
            findings.Add(judgement.ProvenTime is { } time
                ? TrustFindings.Timestamp(time)
                : TrustFindings.UnusedTimestamp(judgement.Findings.MaxBy(finding => finding.Verdict)));
            earliest = earliest.Or(judgement.ProvenTime);
        }

        return (earliest, findings.ToImmutable());
    }

    /// <summary>
    /// Judges the content timestamps of an intact signature: it was made after the latest trusted one (EN 319 102-1, 5.5.4
    /// and 5.6.3). Their imprint must be the signed digest itself; one by another algorithm is not used.
    /// </summary>
    public (DateTimeOffset? MadeAfter, ImmutableArray<Finding> Findings) JudgeContent(
        SignatureEvidence signature, ProofOfExistence existence)
    {
        var findings = ImmutableArray.CreateBuilder<Finding>();
        DateTimeOffset? latest = null;
        foreach (var stamp in signature.ContentStamps)
        {
            var judgement = stamp.Intact
                ? Judge(stamp, stamp.Check.Findings, stamp.Time > existence.Time ? ProofOfExistence.Now(now) : existence) // order: the caller's
                : new TimestampJudgement(null, null, stamp.Check.Findings);
            findings.Add(judgement.ProvenTime is { } time
                ? TrustFindings.ContentTimestamp(time)
                : TrustFindings.UnusedContentTimestamp(judgement.Findings.MaxBy(finding => finding.Verdict)));
            latest = judgement.ProvenTime > latest || latest is null ? judgement.ProvenTime ?? latest : latest;
        }

        return (latest, findings.ToImmutable());
    }
}
