using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Licenses.Crypto.Cms;
using Licenses.Crypto.Ocsp;

namespace Licenses.Cli.Pki.Serving;

/// <summary>A declared PKI that answers: issues and revokes, publishes lists, answers OCSP, stamps. Bytes in, bytes out.</summary>
public sealed class PkiWorld
{
    private readonly Dictionary<string, WorldAuthority> _authorities = [];
    private readonly ConcurrentDictionary<(string Authority, WorldService Service), WorldSigner> _responders = new();
    private readonly WorldStamper? _stamper;
    private readonly TimeProvider _clock;

    private PkiWorld(PkiDeclaration declaration, PkiFolder folder, TimeProvider clock)
    {
        _clock = clock;
        foreach (var member in declaration.InOrderOfIssue())
        {
            if (member.Purpose == MemberPurpose.Authority
                && folder.ReadKey(member) is { } key && folder.ReadCertificate(member) is { } certificate)
            {
                _authorities.Add(member.Name, new WorldAuthority(member.Name, key, certificate));
            }

            Take(member, folder);
        }

        foreach (var authority in _authorities.Values)
        {
            authority.Rebase();
        }

        var tsa = declaration.Members.FirstOrDefault(member => member.Purpose == MemberPurpose.Timestamp);
        var impostor = declaration.Members.FirstOrDefault(member => member.Purpose == MemberPurpose.Seal);
        _stamper = tsa is null || impostor is null ? null : new WorldStamper(
            _authorities[tsa.Issuer!],
            File.ReadAllBytes(folder.ContainerPath(tsa)),
            File.ReadAllBytes(folder.ContainerPath(impostor)),
            declaration.Password);
    }

    public WorldSwitches Switches { get; } = new();

    /// <summary>How long lists and OCSP answers count.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How old what it publishes is already; responders often prepare their answers.</summary>
    public TimeSpan Lag { get; set; }

    public IEnumerable<string> Authorities => _authorities.Keys;

    /// <summary>Opens the keys of a folder with pki.json.</summary>
    /// <exception cref="UsageException">The folder holds no PKI.</exception>
    public static PkiWorld Open(string directory, TimeProvider clock)
    {
        var declaration = PkiDeclaration.Load(directory);
        return new PkiWorld(declaration, new PkiFolder(directory, declaration), clock);
    }

    public bool Has(string authority) => _authorities.ContainsKey(authority);

    /// <summary>An authority's certificate as its CA service gives it out.</summary>
    public byte[] CertificateOf(string authority)
    {
        var asked = _authorities[authority];
        var own = asked.Signer.Certificate;
        switch (Switches[WorldService.Ca])
        {
            case WorldFault.WrongSigner:
                return WorldCertificates.Stranger(own.SubjectName).Certificate.RawData; // a namesake's
            case WorldFault.Expired or WorldFault.Future:
                var above = _authorities.Values.FirstOrDefault(one => one.Signer.Certificate.Subject == own.Issuer) ?? asked;
                using (var again = WorldCertificates.Again(asked, above, TermsOfIssue))
                {
                    return again.RawData;
                }

            default:
                return own.RawData;
        }
    }

    /// <summary>Certifies a subject's own key; the certificate names where this world answers about it.</summary>
    public X509Certificate2 Issue(string authority, CertificateRequest order, WorldAddresses addresses) =>
        WorldCertificates.Leaf(order, _authorities[authority], addresses, TermsOfIssue);

    /// <param name="authority">Who revokes.</param>
    /// <param name="serial">What.</param>
    /// <param name="reason">Why.</param>
    /// <param name="at">Since when; null: since now.</param>
    public void Revoke(string authority, ReadOnlySpan<byte> serial, X509RevocationReason reason, DateTimeOffset? at = null) =>
        _authorities[authority].Revoke(new WorldRevocation(serial.ToArray(), Seconds(at ?? _clock.GetUtcNow()), reason));

    /// <summary>The certificate of the responder without ocsp-nocheck.</summary>
    public byte[] CheckedResponderOf(string authority) =>
        ResponderOf(_authorities[authority], WorldService.CheckedOcsp).Certificate.RawData;

    public void Reinstate(string authority, ReadOnlySpan<byte> serial) => _authorities[authority].Reinstate(serial);

    /// <summary>Makes what is revoked now the base of the deltas to come.</summary>
    public void Rebase(string authority) => _authorities[authority].Rebase();

    /// <summary>The timestamp authority gets a new key, whose certificate ends at a given time.</summary>
    public void ReplaceStamper(DateTimeOffset until) => _stamper?.Replace(_clock.GetUtcNow(), until);

    /// <summary>Publishes a list: complete, base, delta, compromise and other (split by reason), or a shard by its number.</summary>
    public byte[]? Publish(string authority, string which, WorldAddresses addresses, WorldService service = WorldService.Crl)
    {
        if (!_authorities.TryGetValue(authority, out var issuer))
        {
            return null;
        }

        var fault = Switches[service];
        var period = WorldPeriod.At(_clock.GetUtcNow() - Lag, Lifetime, fault);
        CrlPlan? plan = which switch
        {
            "complete" when fault == WorldFault.Behind => new CrlPlan(issuer.Base().Number, issuer.Base().Entries, period),
            "compromise" => ByReason(issuer, WorldReasons.Compromise, period),
            "other" => ByReason(issuer, WorldReasons.Other, period),
            "complete" => new CrlPlan(issuer.Complete(null).Number, issuer.Complete(null).Entries, period),
            "base" => new CrlPlan(issuer.Base().Number, issuer.Base().Entries, period)
            {
                Freshest = addresses.Delta(authority).AbsoluteUri,
            },
            "delta" when issuer.Delta() is var delta => new CrlPlan(delta.Number, delta.Entries, period) { Base = delta.Base },
            _ when int.TryParse(which, out int shard) && shard is >= 0 and < WorldAuthority.Shards =>
                new CrlPlan(issuer.Complete(shard).Number, issuer.Complete(shard).Entries, period)
                {
                    Shard = addresses.Shard(authority, shard).AbsoluteUri,
                },
            _ => null,
        };
        return plan?.Sign(
            issuer.Signer,
            fault == WorldFault.WrongSigner ? WorldCertificates.Stranger(issuer.Signer.Certificate.SubjectName) : issuer.Signer);
    }

    /// <summary>Answers an OCSP request in the authority's name, through a delegated responder.</summary>
    public byte[]? AnswerOcsp(string authority, ReadOnlyMemory<byte> encoded, WorldService service = WorldService.Ocsp)
    {
        if (!_authorities.TryGetValue(authority, out var issuer))
        {
            return null;
        }

        var fault = Switches[service];
        if (fault == WorldFault.Refusing)
        {
            return OcspReply.Error(OcspReply.TryLater);
        }

        OcspRequest request;
        try
        {
            request = OcspRequest.Decode(encoded);
        }
        catch (OcspFormatException)
        {
            return OcspReply.Error(OcspReply.MalformedRequest);
        }

        var now = _clock.GetUtcNow();
        var signer = fault == WorldFault.WrongSigner
            ? WorldCertificates.Stranger(new X500DistinguishedName("CN=Stranger"))
            : ResponderOf(issuer, service);
        var about = fault == WorldFault.WrongImprint
            ? request with { Ids = [.. request.Ids.Select(id => id with { SerialBytes = new byte[] { 0x42 } })] }
            : request;
        return new OcspReply(about, issuer, WorldPeriod.At(now - Lag, Lifetime, fault), NonceOf(request, fault))
        {
            IsBehind = fault == WorldFault.Behind,
        }.Sign(signer, now);
    }

    /// <summary>Answers a timestamp request.</summary>
    public async ValueTask<byte[]?> StampAsync(ReadOnlyMemory<byte> encoded, CancellationToken cancellationToken)
    {
        try
        {
            return _stamper is null ? null : await _stamper.AnswerAsync(
                encoded, Switches[WorldService.Tsa], _clock.GetUtcNow(), cancellationToken);
        }
        catch (CmsFormatException)
        {
            return null;
        }
    }

    private IssueTerms TermsOfIssue => IssueTerms.At(_clock.GetUtcNow(), Switches[WorldService.Ca]);

    private WorldSigner ResponderOf(WorldAuthority issuer, WorldService service) => _responders.GetOrAdd(
        (issuer.Name, service), _ => WorldCertificates.Responder(issuer, isUnchecked: service != WorldService.CheckedOcsp));

    private static CrlPlan ByReason(WorldAuthority issuer, WorldReasons reasons, WorldPeriod period) => new(
        issuer.Complete(null).Number, [.. issuer.Complete(null).Entries.Where(entry => entry.Reason.Half() == reasons)], period)
    {
        Reasons = reasons,
    };

    private static ReadOnlyMemory<byte>? NonceOf(OcspRequest request, WorldFault fault) => fault switch
    {
        WorldFault.NoNonce => null,
        WorldFault.WrongNonce => RandomNumberGenerator.GetBytes(OcspNonce.Length),
        _ => request.Nonce,
    };

    private static DateTimeOffset Seconds(DateTimeOffset time) => new(time.Ticks - (time.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);

    private void Take(PkiMember member, PkiFolder folder)
    {
        if (member.Issuer is not { } above || folder.ReadCertificate(member) is not { } certificate)
        {
            return;
        }

        using (certificate)
        {
            _authorities[above].Know(certificate.SerialNumberBytes.Span);
            if (member.Revoked is { } revoked)
            {
                _authorities[above].Revoke(new WorldRevocation(certificate.SerialNumberBytes, revoked.At, revoked.Reason));
            }
        }
    }
}
