using Licenses.Crypto.Ocsp;

namespace Licenses.Crypto.X509;

/// <summary>Asks all revocation data at hand about a certificate, or about every certificate of a path.</summary>
public sealed class RevocationChecker(PathValidator paths)
{
    private readonly CrlChecker _lists = new(paths);

    /// <summary>Any trustworthy "revoked" wins; then the newest conclusive "good"; else it is unknown.</summary>
    public RevocationStatus Check(
        RevocationQuestion question, RevocationMaterial material, CertificatePool offered)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(material);
        var work = question.Work ?? new WorkBudget(CancellationToken.None);
        var status = CheckAll(question with { Work = work }, material, offered);

        // What was not looked at may revoke, and may lift a hold.
        return work.IsSpent && status is not RevocationStatus.Revoked
            ? new RevocationStatus.Unknown(SubIndication.TryLater, $"Whether {question.Subject.Subject} is revoked was not settled. {WorkBudget.LimitReached}.")
            : status;
    }

    private RevocationStatus CheckAll(RevocationQuestion question, RevocationMaterial material, CertificatePool offered)
    {
        var byList = CheckLists(question, material, offered, out bool isReadable);
        if (byList is RevocationStatus.Revoked || material.Responses.IsEmpty)
        {
            return byList;
        }

        var byResponse = CheckResponses(question, material, offered);
        return (byResponse, byList) switch
        {
            (RevocationStatus.Revoked, _) => byResponse,
            _ when !isReadable => byList,
            (RevocationStatus.Good answer, RevocationStatus.Good list) => answer.AsOf >= list.AsOf ? answer : list,
            (RevocationStatus.Unknown, RevocationStatus.Unknown { Reason: not SubIndication.TryLater }) => byList,
            (RevocationStatus.Unknown answer, RevocationStatus.Unknown list) => WithRetry(answer, list.RetryAt),
            (_, RevocationStatus.Unknown) => byResponse,
            _ => byList,
        };
    }

    // Whichever comes first may settle it.
    private static RevocationStatus.Unknown WithRetry(RevocationStatus.Unknown unknown, DateTimeOffset? other) =>
        other is { } time && !(unknown.RetryAt <= time)
            ? unknown with { RetryAt = time, Detail = $"{unknown.Detail} The next CRL is due at {time:u}." }
            : unknown;

    /// <summary>Asks CRLs alone.</summary>
    // A list that has an entry about the certificate which cannot be read may revoke it: nobody else can clear it then.
    internal RevocationStatus CheckLists(
        RevocationQuestion question, RevocationMaterial material, CertificatePool offered, out bool isReadable)
    {
        try
        {
            isReadable = true;
            return _lists.Check(question, material, offered);
        }
        catch (CertificateFormatException e)
        {
            isReadable = false;
            return new RevocationStatus.Unknown(SubIndication.TryLater, e.Message);
        }
    }

    private RevocationStatus CheckResponses(RevocationQuestion question, RevocationMaterial material, CertificatePool offered)
    {
        try
        {
            return new OcspChecker(this, paths, material, offered).Check(question);
        }
        catch (CertificateFormatException e)
        {
            return new RevocationStatus.Unknown(SubIndication.TryLater, e.Message);
        }
    }
}
