using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Licenses.Trust;
using Microsoft.Extensions.Options;

namespace Licenses.Server.Endpoints.Access;

/// <summary>Turns client certificates into callers, and remembers each judgement for a minute.</summary>
internal sealed class ClientCertificates(
    IOptions<ClientTrustOptions> options, TimeProvider clock, ILogger<ClientCertificates> logger)
{
    private const int MostRemembered = 10_000;

    private static readonly ClientJudgement.Refused NoCertificate = new("NO_CERTIFICATE", new(
        "请求未携带客户端证书", "the call came without a client certificate"));

    private readonly ConcurrentDictionary<string, Remembered> _judgements = new();
    private volatile Loaded _trust = new(ClientTrust.Load(options.Value), clock.GetUtcNow());

    public ClientJudgement Judge(X509Certificate2? certificate)
    {
        if (certificate is null)
        {
            return NoCertificate;
        }

        var now = clock.GetUtcNow();
        var thumbprint = certificate.GetCertHashString(HashAlgorithmName.SHA256);
        if (_judgements.TryGetValue(thumbprint, out var remembered) && now - remembered.At < options.Value.MaxAge)
        {
            return remembered.Judgement;
        }

        if (_judgements.Count >= MostRemembered)
        {
            _judgements.Clear(); // strangers with made-up certificates must not fill the memory
        }

        var judgement = CurrentTrust(now).Judge(certificate, now);
        _judgements[thumbprint] = new(judgement, now);
        return judgement;
    }

    /// <summary>Reads the files again once a minute, so that a new CRL takes effect without a restart.</summary>
    private ClientTrust CurrentTrust(DateTimeOffset now)
    {
        if (now - _trust.At >= options.Value.MaxAge)
        {
            try
            {
                _trust = new(ClientTrust.Load(options.Value), now);
            }
            catch (Exception e) when (
                e is IOException or UnauthorizedAccessException or TrustFormatException)
            {
                // A CRL that is being replaced right now: the one before decides until it can be read.
                Log.ClientTrustNotReloaded(logger, e.Message);
                _trust = _trust with { At = now };
            }
        }

        return _trust.Trust;
    }

    private sealed record Remembered(ClientJudgement Judgement, DateTimeOffset At);

    private sealed record Loaded(ClientTrust Trust, DateTimeOffset At);
}
