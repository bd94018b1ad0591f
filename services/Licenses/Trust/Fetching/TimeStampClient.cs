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
        var failures = new List<LocalizedText>();
        bool isOverload = false;
        foreach (var turn in _turns)
        {
            if (!turn.Rest.TryTake(_clock.GetUtcNow()))
            {
                failures.Add(new($"{turn.Host} 此前失败，暂不询问", $"{turn.Host} rests after {turn.Rest.LastFailure}"));
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
                turn.Rest.Fail(why.Why.En, _clock.GetUtcNow());
            }

            failures.Add(new($"{turn.Host}：{why.Why.Zh}", $"{turn.Host}: {why.Why.En}"));
        }

        return new TimeStampOutcome.Unavailable(
            failures.Count == 0
                ? new("未配置时间戳服务。", "No timestamp authority is configured.")
                : new(
                    string.Join("；", failures.Select(failure => failure.Zh)) + "。",
                    string.Join("; ", failures.Select(failure => failure.En)) + "."),
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

    private async ValueTask<(TimeStampToken? Token, Refusal Why)> AskAsync(
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
                return (token, new Refusal(why));
            case FetchOutcome.Failed failed:
                return (null, Refusal.Of(failed));
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>Asks about the authority of a token that is good in itself.</summary>
    private async ValueTask<(TimeStampToken? Token, LocalizedText Why)> CheckAsync(
        (TimeStampToken? Token, LocalizedText Why) read, TimeStampRequest request, CancellationToken cancellationToken)
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

    private (TimeStampToken? Token, LocalizedText Why) Read(ReadOnlyMemory<byte> bytes, TimeStampRequest request)
    {
        try
        {
            var response = TimeStampResponse.Decode(bytes);
            if (response.Token is not { } encoded)
            {
                return (null, new(
                    $"拒绝签发，状态 {response.Status} {response.Text}".TrimEnd(),
                    $"it refused with status {response.Status} {response.Text}".TrimEnd()));
            }

            var token = TimeStampToken.Decode(encoded);
            return _judge.Refuse(token, request, _clock.GetUtcNow()) is { } refusal ? (null, refusal) : (token, new("", ""));
        }
        catch (CmsFormatException e)
        {
            return (null, new("应答无法解析", e.Message));
        }
    }

    /// <summary>Why an authority gave no timestamp.</summary>
    private readonly record struct Refusal(LocalizedText Why, bool IsOverload = false)
    {
        public static Refusal Of(FetchOutcome.Failed failed) =>
            new(new(Chinese(failed.Why), failed.Detail), failed.Why == FetchFailure.Busy);

        private static string Chinese(FetchFailure why) => why switch
        {
            FetchFailure.NotAllowed => "不允许访问该地址",
            FetchFailure.Busy => "同时进行的请求过多",
            FetchFailure.Unreachable => "无法连接",
            FetchFailure.TooSlow => "未在限定时间内答复",
            FetchFailure.TooLarge => "答复过长",
            FetchFailure.BadStatus => "答复的状态异常",
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>An authority, and whether it is left alone.</summary>
    private sealed record Turn(TimeStampAuthority Authority, SourceRest Rest)
    {
        public string Host => HttpFetcher.HostOf(Authority.Address);
    }
}
