using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Licenses.Server.Endpoints.Access;

/// <summary>The authorities of client certificates with their CRLs, as read at one time.</summary>
internal sealed class ClientTrust
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private readonly X509Certificate2Collection _roots = [];
    private readonly X509Certificate2Collection _intermediates = [];
    private readonly ClientRevocation _revocation;

    private ClientTrust(ClientTrustOptions options)
    {
        foreach (var file in FilesOf(options.Authorities, "*.pem"))
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPemFile(file);
            foreach (var certificate in certificates)
            {
                (IsSelfSigned(certificate) ? _roots : _intermediates).Add(certificate);
            }
        }

        _revocation = ClientRevocation.Load(
            FilesOf(options.RevocationLists, "*.crl"), options.RequireRevocationList);
    }

    /// <exception cref="CryptographicException">A file holds no certificate.</exception>
    /// <exception cref="FormatException">A file holds no CRL.</exception>
    public static ClientTrust Load(ClientTrustOptions options) => new(options);

    /// <summary>Why the files make no trust; null when they do.</summary>
    public static string? WhyUnusable(ClientTrustOptions options)
    {
        try
        {
            return Load(options)._roots.Count > 0 ? null : "no self-signed root among the authorities.";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or FormatException)
        {
            return e.Message;
        }
    }

    public ClientJudgement Judge(X509Certificate2 certificate, DateTimeOffset now)
    {
        using var chain = new X509Chain { ChainPolicy = Policy(now) };
        if (!chain.Build(certificate))
        {
            var status = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, next) => all | next.Status);
            return status.HasFlag(X509ChainStatusFlags.NotTimeValid)
                ? new ClientJudgement.Refused("EXPIRED", new(
                    "客户端证书不在有效期内", "the client certificate or its authority is expired or not yet valid"))
                : new ClientJudgement.Refused("NOT_TRUSTED", new(
                    "客户端证书不是由受信任的机构签发", "the client certificate was not issued for clients by an authority that is trusted here"));
        }

        if (!MayAuthenticateClients(certificate))
        {
            return new ClientJudgement.Refused("NOT_FOR_CLIENTS", new(
                "该证书不用于客户端身份认证", "the certificate is not one for client authentication"));
        }

        return _revocation.Check([.. chain.ChainElements.Select(element => element.Certificate)], now)
            ?? ClientSubject.Read(certificate.SubjectName);
    }

    private X509ChainPolicy Policy(DateTimeOffset now)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck, // .NET would fetch; our CRLs are checked below
            DisableCertificateDownloads = true,
            VerificationTime = now.UtcDateTime,
            VerificationTimeIgnored = false,
        };
        policy.CustomTrustStore.AddRange(_roots);
        policy.ExtraStore.AddRange(_intermediates);
        policy.ApplicationPolicy.Add(new Oid(ClientAuthentication));
        return policy;
    }

    /// <summary>The purpose must be written down: a seal certificate without purposes is no client's.</summary>
    private static bool MayAuthenticateClients(X509Certificate2 certificate) => certificate.Extensions
        .OfType<X509EnhancedKeyUsageExtension>()
        .Any(purposes => purposes.EnhancedKeyUsages.Cast<Oid>().Any(oid => oid.Value == ClientAuthentication));

    private static bool IsSelfSigned(X509Certificate2 certificate) =>
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);

    private static IEnumerable<string> FilesOf(List<string> paths, string pattern) => paths
        .SelectMany<string, string>(path => Directory.Exists(path) ? Directory.EnumerateFiles(path, pattern).Order() : [path]);
}
