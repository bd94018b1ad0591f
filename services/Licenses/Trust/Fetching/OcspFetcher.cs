using System.Security.Cryptography;
using Licenses.Crypto.Ocsp;

namespace Licenses.Trust.Fetching;

/// <summary>Asks one OCSP responder about one certificate (RFC 6960; RFC 9919 for the lightweight profile).</summary>
internal sealed class OcspFetcher(HttpFetcher http, RevocationFetchOptions options, TimeProvider clock)
{
    private const int LongestGet = 255; // bytes of the encoded request's path, RFC 9919, 5
    private const int LargestResponse = 64 * 1024;

    private readonly SourceRests _rests = new(options.RetryAfter);

    /// <summary>Whether a responder failed when it was last asked, so that its answer is not worth waiting for.</summary>
    public bool IsDoubtful(Uri address, bool isConfigured) => _rests.Of(address, isConfigured).IsDoubtful;

    /// <summary>The response, or why there is none; who signed it is not looked at here.</summary>
    public async ValueTask<(OcspResponse? Response, Shortfall Why)> AskAsync(
        Uri address, bool isConfigured, RevocationInquiry inquiry, CancellationToken cancellationToken)
    {
        var rest = _rests.Of(address, isConfigured);
        if (!rest.TryTake(clock.GetUtcNow()))
        {
            return (null, new Shortfall("rests after " + rest.LastFailure));
        }

        var id = CertificateId.Of(inquiry.Subject, inquiry.Issuer, options.OcspDigest);
        byte[]? nonce = options.UseNonce ? RandomNumberGenerator.GetBytes(OcspNonce.Length) : null;
        var request = nonce is null ? new OcspRequest([id]) : new OcspRequest([id], nonce);
        var order = OrderOf(address, request.Encode(), nonce is not null) with
        {
            IsConfigured = isConfigured, Source = isConfigured ? address : null,
        };
        switch (await http.FetchAsync(order, cancellationToken))
        {
            case FetchOutcome.Fetched fetched:
                rest.Succeed();
                return Read(fetched.Bytes, nonce);
            case FetchOutcome.Failed failed:
                if (SourceRests.IsOfSource(failed))
                {
                    rest.Fail(failed.Detail, clock.GetUtcNow());
                }
                else if (failed.Why == FetchFailure.Busy)
                {
                    rest.GiveBack(clock.GetUtcNow());
                }

                return (null, Shortfall.Of(failed));
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static (OcspResponse? Response, Shortfall Why) Read(ReadOnlyMemory<byte> bytes, byte[]? nonce)
    {
        try
        {
            var response = OcspResponse.Decode(bytes);
            return nonce is null || OcspNonce.Find(response.Extensions) is { } repeated && repeated.Span.SequenceEqual(nonce)
                ? (response, Shortfall.None)
                : (null, new Shortfall("the response does not repeat the nonce"));
        }
        catch (OcspFormatException e)
        {
            return (null, new Shortfall(e.Message));
        }
    }

    // GET lets caches on the way help; a nonce would defeat them, and a long request does not fit.
    private static FetchOrder OrderOf(Uri address, byte[] request, bool hasNonce)
    {
        string path = Uri.EscapeDataString(Convert.ToBase64String(request));
        return hasNonce || path.Length > LongestGet
            ? new FetchOrder("ocsp", address, LargestResponse)
            {
                Body = request,
                ContentType = "application/ocsp-request",
                Accept = "application/ocsp-response",
            }
            : new FetchOrder("ocsp", new Uri($"{address.AbsoluteUri.TrimEnd('/')}/{path}"), LargestResponse)
            {
                Accept = "application/ocsp-response",
            };
    }
}
