using Licenses.Crypto.Cms;
using Licenses.Crypto.Signatures;
using Licenses.Crypto.X509;

namespace Licenses.Trust.Fetching;

/// <summary>
/// Fetches the certificate of who issued another one, from where that one says (caIssuers, RFC 5280, 4.2.2.1): a single
/// certificate, or a "certs-only" message (.p7c) among whose certificates the issuer is.
/// </summary>
internal sealed class IssuerFetcher(HttpFetcher http, SourceBook sources)
{
    private const int LargestAnswer = 256 * 1024;
    private const int MostCertificates = 64;

    public async ValueTask<FetchedEvidence> FetchAsync(EvidenceWish.IssuerOf wish, CancellationToken cancellationToken)
    {
        var failures = new List<string>();
        foreach (var address in sources.Allowed(wish.Subject.Profile.IssuerAddresses).Take(SourceBook.MostAddresses))
        {
            var order = new FetchOrder("certificate", address, LargestAnswer) { Accept = "application/pkix-cert, application/pkcs7-mime" };
            var (offered, why) = Read(await http.FetchAsync(order, cancellationToken));
            if (offered.FirstOrDefault(issuer => IsIssuer(issuer, wish.Subject)) is { } issuer)
            {
                return new FetchedEvidence("") { Issuer = issuer };
            }

            failures.Add($"{HttpFetcher.HostOf(address)}: {(offered.IsEmpty ? why : "the certificate is another's")}");
        }

        return new FetchedEvidence(string.Join("; ", failures));
    }

    private static bool IsIssuer(Certificate issuer, Certificate subject) => issuer.SubjectName.Equals(subject.IssuerName)
        && SignatureVerifier.Verify(
            issuer.PublicKey, subject.SignatureAlgorithm, subject.Signed.Span, subject.SignatureValue.Span).IsValid;

    private static (ImmutableArray<Certificate> Offered, string Why) Read(FetchOutcome outcome) => outcome switch
    {
        FetchOutcome.Fetched fetched => Read(fetched.Bytes),
        FetchOutcome.Failed failed => ([], failed.Detail),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static (ImmutableArray<Certificate> Offered, string Why) Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return ([Certificate.Decode(bytes)], "");
        }
        catch (CertificateFormatException exception)
        {
            return ReadMessage(bytes, exception.Message);
        }
    }

    private static (ImmutableArray<Certificate> Offered, string Why) ReadMessage(ReadOnlyMemory<byte> bytes, string whyNoCertificate)
    {
        try
        {
            var message = SignedData.Decode(bytes);
            return message.Certificates.IsEmpty ? ([], "the message holds no certificate")
                : message.Certificates.Length > MostCertificates ? ([], $"the message holds more than {MostCertificates} certificates")
                : (message.Certificates, "");
        }
        catch (CmsFormatException)
        {
            return ([], whyNoCertificate);
        }
    }
}
