using System.Numerics;
using System.Security.Cryptography;
using Licenses.Crypto.Asn1;
using Licenses.Crypto.Cms;
using Licenses.Crypto.Signatures;
using Licenses.Crypto.Tsp;
using Licenses.Crypto.X509;

namespace Licenses.Trust.Fetching;

/// <summary>
/// Gets RFC 3161 timestamps from the first authority that gives a good one. A token is good when its signature, imprint,
/// nonce, policy, time and signer all are. An authority that failed is left alone for a while, so that a dead one does
/// not cost each call. More at once than one authority is asked wait in turn.
/// </summary>
public sealed class TimeStampClient
{
    private const int NonceLength = 16;

    private readonly HttpFetcher _http;
    private readonly TimeStampOptions _options;
    private readonly CurrentTrust? _trust;
    private readonly TimeProvider _clock;
    private readonly TokenJudge _judge;
    private readonly ImmutableArray<Turn> _turns;

    /// <param name="http">Fetches.</param>
    /// <param name="options">Whom to ask.</param>
    /// <param name="trust">Who may sign tokens; null: only the token's own integrity and its signer's purpose are looked at.</param>
    /// <param name="clock">Now.</param>
    public TimeStampClient(HttpFetcher http, TimeStampOptions options, CurrentTrust? trust, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_http, _options, _trust, _clock) = (http, options, trust, clock);
        _judge = new TokenJudge(trust, options);
        _turns = [.. options.Authorities.Select(authority => new Turn(authority, new SourceRest(options.FirstPause, options.LongestPause)))];
    }

    /// <summary>Who asks whether an authority was revoked; null: only the data at hand tell.</summary>
    public AuthorityWatch? Watch { get; init; }

    /// <summary>Whether there is anybody to ask.</summary>
    public bool HasAuthorities => !_turns.IsEmpty;

    /// <summary>Stamps bytes; for a signature timestamp, the octets of the signature value.</summary>
    public ValueTask<TimeStampOutcome> StampAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        byte[] digest = DigestAlgorithms.TryHash(_options.Digest, data.Span)
            ?? throw new PlatformNotSupportedException($"no {_options.Digest.Name} here");
        return StampDigestAsync(digest, cancellationToken);
    }

    /// <summary>Stamps bytes that were digested already, with the algorithm of the options; for a document timestamp.</summary>
    public async ValueTask<TimeStampOutcome> StampDigestAsync(ReadOnlyMemory<byte> digest, CancellationToken cancellationToken)
    {
        var failures = new List<string>();
        bool isOverload = false;
        foreach (var turn in _turns)
        {
            if (!turn.Rest.TryTake(_clock.GetUtcNow()))
            {
                failures.Add($"{turn.Host} rests after {turn.Rest.LastFailure}");
                continue;
            }

            var (token, why) = await AskAsync(turn.Authority, digest, cancellationToken);
            if (token is not null)
            {
                turn.Rest.Succeed();
                return new TimeStampOutcome.Stamped(token, turn.Authority.Address);
            }

            if (why.IsOverload)
            {
                turn.Rest.GiveBack(_clock.GetUtcNow());
                isOverload = true;
            }
            else
            {
                turn.Rest.Fail(why.Why, _clock.GetUtcNow());
            }

            failures.Add($"{turn.Host}: {why}");
        }

        return new TimeStampOutcome.Unavailable(
            failures.Count == 0 ? "No timestamp authority is configured." : string.Join("; ", failures) + ".",
            isOverload ? _clock.GetUtcNow() + _options.OverloadPause
                : _turns.IsEmpty ? _clock.GetUtcNow() + _options.LongestPause
                : _turns.Min(turn => turn.Rest.Until));
    }

    /// <summary>As what seals a document wants it.</summary>
    /// <exception cref="TimeStampUnavailableException">No authority gave a good timestamp.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> StampSignatureAsync(
        ReadOnlyMemory<byte> signatureValue, CancellationToken cancellationToken) =>
        TokenOf(await StampAsync(signatureValue, cancellationToken));

    /// <summary>As what adds a document timestamp wants it.</summary>
    /// <exception cref="TimeStampUnavailableException">No authority gave a good timestamp.</exception>
    /// <exception cref="ArgumentException">The digest is of another algorithm than the authorities are asked with.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> StampDocumentAsync(
        ReadOnlyMemory<byte> digest, HashAlgorithmName algorithm, CancellationToken cancellationToken) =>
        algorithm == _options.Digest
            ? TokenOf(await StampDigestAsync(digest, cancellationToken))
            : throw new ArgumentException($"Timestamps are asked for {_options.Digest.Name}.", nameof(algorithm));

    private static ReadOnlyMemory<byte> TokenOf(TimeStampOutcome outcome) => outcome switch
    {
        TimeStampOutcome.Stamped stamped => stamped.Token.Encoded,
        TimeStampOutcome.Unavailable none => throw new TimeStampUnavailableException(none.Why, none.RetryAt),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private async ValueTask<(TimeStampToken? Token, Shortfall Why)> AskAsync(
        TimeStampAuthority authority, ReadOnlyMemory<byte> digest, CancellationToken cancellationToken)
    {
        var imprint = new MessageImprint(new AlgorithmIdentifier(DigestAlgorithms.OidOf(_options.Digest)), digest);
        var request = new TimeStampRequest(
            imprint, authority.Policy, new BigInteger(RandomNumberGenerator.GetBytes(NonceLength), isUnsigned: true), true);
        var order = new FetchOrder("tsa", authority.Address, TimeStampResponse.LargestSize)
        {
            IsConfigured = true,
            Source = authority.Address,
            MayWait = true, // a burst of seals is stamped late rather than not at all
            Body = request.Encode(),
            ContentType = "application/timestamp-query",
            Accept = "application/timestamp-reply",
        };
        switch (await _http.FetchAsync(order, cancellationToken))
        {
            case FetchOutcome.Fetched fetched:
                var (token, why) = await CheckAsync(Read(fetched.Bytes, request), request, cancellationToken);
                return (token, new Shortfall(why));
            case FetchOutcome.Failed failed:
                return (null, Shortfall.Of(failed));
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>Asks about the authority of a token that is good in itself.</summary>
    private async ValueTask<(TimeStampToken? Token, string Why)> CheckAsync(
        (TimeStampToken? Token, string Why) read, TimeStampRequest request, CancellationToken cancellationToken)
    {
        if (Watch is null || _trust?.Store is not { } store
            || read.Token?.Verify(_ => request.Imprint.Digest.ToArray()).SignerCertificate is not { } authority)
        {
            return read;
        }

        var now = _clock.GetUtcNow();
        var offered = new CertificatePool(read.Token.Message.Certificates);
        return store.Paths.Validate(new PathRequest(authority, now, CertificatePurpose.TimeStamping, offered)) is PathOutcome.Valid valid
            && await Watch.RefuseAsync(valid.Path, store, now, _options.StatusWait, cancellationToken) is { } refusal
            ? (null, refusal)
            : read;
    }

    private (TimeStampToken? Token, string Why) Read(ReadOnlyMemory<byte> bytes, TimeStampRequest request)
    {
        try
        {
            var response = TimeStampResponse.Decode(bytes);
            if (response.Token is not { } encoded)
            {
                return (null, $"it refused with status {response.Status} {response.Text}".TrimEnd());
            }

            var token = TimeStampToken.Decode(encoded);
            return _judge.Refuse(token, request, _clock.GetUtcNow()) is { } refusal ? (null, refusal) : (token, "");
        }
        catch (CmsFormatException e)
        {
            return (null, e.Message);
        }
    }

    /// <summary>An authority, and whether it is left alone.</summary>
    private sealed record Turn(TimeStampAuthority Authority, SourceRest Rest)
    {
        public string Host => HttpFetcher.HostOf(Authority.Address);
    }
}
