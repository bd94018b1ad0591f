using Licenses.Crypto.Ocsp;
using Licenses.Crypto.X509;

namespace Licenses.Trust.Fetching;

/// <summary>What came of asking for a piece of validation data: one of the three, or why there is none.</summary>
internal sealed record FetchedEvidence(string Why)
{
    public CertificateList? List { get; init; }

    public OcspResponse? Response { get; init; }

    public Certificate? Issuer { get; init; }

    public bool IsEmpty => this is { List: null, Response: null, Issuer: null };
}
