using System.Security.Cryptography.X509Certificates;

namespace Licenses.Server.Endpoints.Access;

/// <summary>The CRLs of the client authorities; one whose signature does not hold counts as none.</summary>
internal sealed class ClientRevocation
{
    private readonly List<RevocationList> _lists;
    private readonly bool _required;

    private ClientRevocation(List<RevocationList> lists, bool required) => (_lists, _required) = (lists, required);

    /// <exception cref="FormatException">A file holds no CRL.</exception>
    public static ClientRevocation Load(IEnumerable<string> files, bool required) =>
        new([.. files.Select(RevocationList.Load)], required);

    /// <summary>Why a path may not be believed; null when it may.</summary>
    /// <param name="path">From the client upward; the root, which nobody can revoke, ends it.</param>
    /// <param name="now">The time.</param>
    public ClientJudgement.Refused? Check(IReadOnlyList<X509Certificate2> path, DateTimeOffset now)
    {
        for (int i = 0; i + 1 < path.Count; i++)
        {
            var lists = _lists.Where(list => list.IsBy(path[i + 1])).ToList();
            if (lists.Any(list => list.Revokes(path[i])))
            {
                return new("REVOKED", new(
                    "客户端证书或其签发机构的证书已被吊销", "the client certificate or its authority is revoked"));
            }

            if (_required && !lists.Any(list => list.IsCurrentAt(now)))
            {
                return new("NO_REVOCATION_LIST", new(
                    "暂无有效的证书吊销列表，无法判定客户端证书状态",
                    "there is no current CRL that could tell whether the client certificate is revoked"));
            }
        }

        return null;
    }
}
