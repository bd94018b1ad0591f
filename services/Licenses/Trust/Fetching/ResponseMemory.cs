using System.Collections.Concurrent;
using Licenses.Crypto.Ocsp;

namespace Licenses.Trust.Fetching;

/// <summary>
/// Keeps OCSP responses for a while, so that a thousand documents under one chain do not ask its responders a thousand times.
/// Bounded in number and size.
/// </summary>
internal sealed class ResponseMemory(RevocationFetchOptions options, TimeProvider clock)
{
    private const int MostResponses = 4096;
    private const long MostBytes = 16L * 1024 * 1024;

    private readonly ConcurrentDictionary<(Uri Address, RevocationKey Key), Held> _held = new();
    private long _bytes;

    /// <summary>What a responder said before, where that will do; null: it is to be asked.</summary>
    public OcspResponse? Find(Uri address, HarvestOrder order) =>
        order.MayRemember && _held.TryGetValue((address, RevocationKey.Of(order.Inquiry)), out var held)
        && held.Memory.Serves(order.NewerThan, options, clock.GetUtcNow())
            ? held.Response
            : null;

    /// <summary>Keeps a response that was found genuine.</summary>
    public void Keep(Uri address, RevocationInquiry inquiry, OcspResponse response)
    {
        var answer = response.About(inquiry.Subject, inquiry.Issuer).MaxBy(answer => answer.ThisUpdate);
        if (answer is not { NextUpdate: not null } || answer.ThisUpdate > clock.GetUtcNow())
        {
            return; // in force for no time, or of tomorrow
        }

        if (_held.Count >= MostResponses || Interlocked.Add(ref _bytes, response.Encoded.Length) > MostBytes)
        {
            _held.Clear(); // rare, and costs one question each
            Interlocked.Exchange(ref _bytes, response.Encoded.Length);
        }

        _held[(address, RevocationKey.Of(inquiry))] = new Held(
            response, new Remembered(answer.ThisUpdate, answer.NextUpdate, clock.GetUtcNow()));
    }

    private sealed record Held(OcspResponse Response, Remembered Memory);
}
