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
        try
        {
            var byList = _lists.Check(question, material, offered);
            if (byList is RevocationStatus.Revoked || material.Responses.IsEmpty)
            {
                return byList;
            }

            var byResponse = new OcspChecker(this, paths, material, offered).Check(question);
            return (byResponse, byList) switch
            {
                (RevocationStatus.Revoked, _) => byResponse,
                (RevocationStatus.Good answer, RevocationStatus.Good list) => answer.AsOf >= list.AsOf ? answer : list,
                (RevocationStatus.Unknown, RevocationStatus.Unknown { Reason: not SubIndication.TryLater }) => byList,
                (_, RevocationStatus.Unknown) => byResponse,
                _ => byList,
            };
        }
        catch (CertificateFormatException e)
        {
            return new RevocationStatus.Unknown(SubIndication.TryLater, e.Message);
        }
    }
}
