using System.Security.Cryptography.X509Certificates;
using Licenses.Crypto;
using Licenses.Crypto.X509;
using Licenses.Trust;

namespace Licenses.Server.Endpoints.Access;

/// <summary>The authorities of client certificates with their CRLs, as read at one time.</summary>
internal sealed class ClientTrust
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private static readonly ClientJudgement.Refused NotTrusted = new("NOT_TRUSTED", new(
        "客户端证书不是由受信任的机构签发", "the client certificate was not issued by an authority that is trusted for clients here"));

    private static readonly ClientJudgement.Refused NotForClients = new("NOT_FOR_CLIENTS", new(
        "该证书不用于客户端身份认证", "the certificate is not one for client authentication"));

    private static readonly ClientJudgement.Refused Expired = new("EXPIRED", new(
        "客户端证书不在有效期内", "the client certificate or its authority is expired or not yet valid"));

    private static readonly ClientJudgement.Refused Revoked = new("REVOKED", new(
        "客户端证书或其签发机构的证书已被吊销", "the client certificate or its authority is revoked"));

    private static readonly ClientJudgement.Refused NoRevocationList = new("NO_REVOCATION_LIST", new(
        "暂无有效的证书吊销列表，无法判定客户端证书状态",
        "there is no current CRL that could tell whether the client certificate is revoked"));

    private readonly TrustStore _trust;
    private readonly bool _requireRevocationList;

    private ClientTrust(TrustStore trust, bool requireRevocationList) =>
        (_trust, _requireRevocationList) = (trust, requireRevocationList);

    /// <exception cref="TrustFormatException">A file holds nothing that can be trusted.</exception>
    public static ClientTrust Load(ClientTrustOptions options)
    {
        var loader = new TrustStoreLoader();
        foreach (var path in options.Authorities)
        {
            loader.Trust(path, CertificatePurpose.Client | CertificatePurpose.CrlSigning);
        }

        foreach (var path in options.RevocationLists)
        {
            loader.Add(path);
        }

        return new ClientTrust(loader.Load(), options.RequireRevocationList);
    }

    /// <summary>Why the files make no trust; null when they do.</summary>
    public static string? WhyUnusable(ClientTrustOptions options)
    {
        try
        {
            return Load(options)._trust.Anchors.IsEmpty ? "no self-signed root among the authorities." : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or TrustFormatException)
        {
            return e.Message;
        }
    }

    public ClientJudgement Judge(X509Certificate2 certificate, DateTimeOffset now)
    {
        if (Decode(certificate) is not { } leaf)
        {
            return NotTrusted;
        }

        // The purpose must be written down: a seal certificate, which names none, is no client's.
        if (leaf.ExtendedKeyUsages is not { } usages || !usages.Contains(ClientAuthentication))
        {
            return NotForClients;
        }

        return _trust.Paths.Validate(new PathRequest(leaf, now, CertificatePurpose.Client, CertificatePool.Empty)) switch
        {
            PathOutcome.Valid valid => CheckRevocation(valid.Path, now) ?? ClientSubject.Read(certificate),
            PathOutcome.Invalid { Reason: SubIndication.OutOfBoundsNoPoe } => Expired,
            PathOutcome.Invalid { Reason: SubIndication.ChainConstraintsFailure } => NotForClients,
            _ => NotTrusted,
        };
    }

    private ClientJudgement.Refused? CheckRevocation(CertificatePath path, DateTimeOffset now)
    {
        for (int i = 0; i < path.Certificates.Length; i++)
        {
            var question = new RevocationQuestion(path.Certificates[i], path.IssuerOf(i), path.Anchor, now, now);
            switch (_trust.Revocations.Check(question, _trust.Material, CertificatePool.Empty))
            {
                case RevocationStatus.Revoked:
                    return Revoked;
                case RevocationStatus.Unknown when _requireRevocationList:
                    return NoRevocationList;
                default:
                    break; // good, or the operator has no CRLs
            }
        }

        return null;
    }

    private static Certificate? Decode(X509Certificate2 certificate)
    {
        try
        {
            return Certificate.Decode(certificate.RawDataMemory);
        }
        catch (CertificateFormatException)
        {
            return null;
        }
    }
}
