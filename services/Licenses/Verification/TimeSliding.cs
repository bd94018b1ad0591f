using Licenses.Crypto;
using Licenses.Crypto.X509;

namespace Licenses.Verification;

/// <summary>
/// Validation time sliding (EN 319 102-1, 5.6.2.2): from the anchor down, each authority's word about the one below
/// counts up to the time at which the authority itself was revoked, ended, or was last known to be good. What it said in
/// time must be proven to have existed in time, else whoever got its key could have said it since.
/// </summary>
internal sealed class TimeSliding(
    VerificationRequest request, DocumentEvidence evidence, ProofsOfExistence proofs, WorkBudget work)
{
    /// <summary>What the judging may cost.</summary>
    public WorkBudget Work => work;

    /// <summary>Ends the judging of this very signature where it was to end.</summary>
    public void StopIfAsked() => work.StopIfAsked();

    /// <summary>Asks about every certificate of a path.</summary>
    /// <param name="path">A path that holds at the time that counts.</param>
    /// <param name="bounds">When the signature was made.</param>
    /// <returns>One finding for each certificate, the leaf's first, and the time until which its authorities can be relied on.</returns>
    public (ImmutableArray<Finding> Findings, DateTimeOffset Control) Slide(CertificatePath path, ExistenceBounds bounds)
    {
        var findings = ImmutableArray.CreateBuilder<Finding>(path.Certificates.Length);
        var control = proofs.Now;
        var cause = SubIndication.RevocationOutOfBoundsNoPoe;
        for (int i = path.Certificates.Length - 1; i >= 0; i--)
        {
            StopIfAsked();
            var end = i + 1 < path.Certificates.Length ? path.Certificates[i + 1].NotAfter : path.Anchor.End;
            if (end < control)
            {
                (control, cause) = (end, SubIndication.RevocationOutOfBoundsNoPoe);
            }

            var status = Ask(Question(path, i, bounds.Time), control, cause);
            findings.Add(TrustFindings.Revocation(path.Certificates[i], status, isSigner: i == 0, bounds));
            switch (i > 0 ? status : null)
            {
                case RevocationStatus.Revoked revoked when revoked.At < control:
                    (control, cause) = (revoked.At, SubIndication.RevokedCaNoPoe);
                    break;
                case RevocationStatus.Good good when (good.NextUpdate ?? good.AsOf + request.MaxAge) is not { } until || until < control:
                    (control, cause) = good.AsOf < control ? (good.AsOf, SubIndication.NoPoe) : (control, cause);
                    break;
            }
        }

        findings.Reverse();
        return (findings.ToImmutable(), control);
    }

    /// <summary>Asks about a path's leaf alone, as of a time.</summary>
    public RevocationStatus Ask(CertificatePath path, DateTimeOffset at) =>
        Ask(Question(path, 0, at), proofs.Now, SubIndication.RevocationOutOfBoundsNoPoe);

    private RevocationQuestion Question(CertificatePath path, int index, DateTimeOffset at) =>
        new(path.Certificates[index], path.IssuerOf(index), path.Anchor, at, proofs.Now)
        {
            MaxAge = request.MaxAge,
            Work = work,
            Constraint = (algorithm, signer, time) =>
            {
                StopIfAsked(); // asked for each list and answer, after its signature: one document may bring hundreds
                return request.Algorithms.RefuseData(algorithm, signer, time);
            },
            ExistedBy = data =>
            {
                StopIfAsked();
                return evidence.TimeOf(data, proofs);
            },
        };

    // Whoever can still be asked will have said so just now.
    private RevocationStatus Foresee(RevocationQuestion question, RevocationStatus status) =>
        request.Foreseen is { } foreseen && status is not RevocationStatus.Revoked && foreseen(question.Subject, proofs.Now)
            ? new RevocationStatus.Good(proofs.Now, DateTimeOffset.MaxValue, "what its issuer goes on saying")
            : status;

    private RevocationStatus Ask(RevocationQuestion question, DateTimeOffset control, SubIndication cause)
    {
        var atHand = request.Trust.Revocations.Check(question, evidence.Material, evidence.Offered);
        var status = Foresee(question, request.Online?.Combine(question, atHand) ?? atHand);
        if (status is not RevocationStatus.Good || (control >= proofs.Now && !evidence.NeedsProof(proofs.Now)))
        {
            return status;
        }

        // A "revoked" needs no proof of its age; a "good" from before the control time does.
        var proven = request.Trust.Revocations.Check(
            question with { Now = control }, evidence.ProvenBy(control, proofs), evidence.Offered);
        var again = control < proofs.Now ? proven
            : Foresee(question, request.Online?.Combine(question, proven) ?? proven);
        return again is RevocationStatus.Unknown
            ? new RevocationStatus.Unknown(
                cause,
                $"Nothing proves that what is known about {question.Subject.Subject} was said while who said it could be relied on"
                    + (control < proofs.Now ? $", until {control:u}." : "."))
            : again;
    }
}
