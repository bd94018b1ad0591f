using Licenses.Crypto.Asn1;
using Licenses.Crypto.Ocsp;
using Licenses.Crypto.Signatures;
using Licenses.Crypto.X509;

namespace Licenses.Trust;

/// <summary>The certificates and the revocation data among which evidence is looked for. Being here means no trust.</summary>
internal sealed class EvidencePool
{
    private const int MostResponders = 16; // under one name or key, per response

    private readonly CertificatePool _certificates;
    private readonly PathValidator _paths;
    private readonly AnchorSet _anchors;
    private readonly ILookup<DistinguishedName, Known<CertificateList>> _lists;

    /// <param name="certificates">Whatever certificates there are.</param>
    /// <param name="anchors">Where a chain may end although no self-signed certificate stands there.</param>
    /// <param name="lists">CRLs; the indirect and the broken among them are passed over.</param>
    /// <param name="responses">OCSP responses.</param>
    public EvidencePool(
        IEnumerable<Certificate> certificates,
        AnchorSet anchors,
        IEnumerable<Known<CertificateList>> lists,
        IEnumerable<Known<OcspResponse>> responses)
    {
        Responses = [.. responses];
        _anchors = anchors;
        _certificates = new CertificatePool(certificates
            .Concat(anchors.All.Select(anchor => anchor.Certificate))
            .Concat(Responses.SelectMany(response => response.Value.Certificates)));
        _paths = new PathValidator(anchors, CertificatePool.Empty);
        _lists = lists.ToLookup(list => list.Value.Issuer);
    }

    public ImmutableArray<Known<OcspResponse>> Responses { get; }

    /// <summary>Nothing above this certificate is asked for.</summary>
    public bool IsEnd(Certificate certificate) =>
        (certificate.IsSelfIssued && IsSignedBy(certificate, certificate)) || IsAnchor(certificate);

    public bool IsAnchor(Certificate certificate) => _anchors.FindExact(certificate) is not null;

    /// <summary>Those whose key made the certificate's signature; the self-signed first, for they end the chain.</summary>
    public IEnumerable<Certificate> IssuersOf(Certificate certificate) => FindBySubject(certificate)
        .Where(issuer => !issuer.Equals(certificate) && IsSignedBy(certificate, issuer))
        .OrderByDescending(issuer => issuer.IsSelfIssued);

    /// <summary>Certificates by the name of a certificate's issuer, whatever their keys.</summary>
    public IEnumerable<Certificate> FindBySubject(Certificate certificate) =>
        _certificates.FindBySubject(certificate.IssuerName);

    /// <summary>How a list's signer stands under the very anchor that an issuer stands under; null where he does not.</summary>
    public CertificatePath? PathBeside(Certificate signer, Certificate issuer, DateTimeOffset at) =>
        PathOf(signer, at) is { } path && PathOf(issuer, at)?.Anchor.Certificate.Equals(path.Anchor.Certificate) == true ? path : null;

    private CertificatePath? PathOf(Certificate signer, DateTimeOffset at) =>
        (_paths.Validate(new PathRequest(signer, at, CertificatePurpose.CrlSigning, _certificates)) as PathOutcome.Valid)?.Path;

    public IEnumerable<Certificate> Responders(OcspResponse response) => response.Certificates
        .Concat(response.ResponderName is { } name ? _certificates.FindBySubject(name) : _certificates.All)
        .Where(response.IsBy).Distinct().Take(MostResponders);

    /// <summary>Complete CRLs by a certificate's issuer that speak about it for every reason, newest first.</summary>
    public IEnumerable<Known<CertificateList>> ListsAbout(Certificate certificate) =>
        _lists[certificate.IssuerName]
            .Where(list => list.Value is { Defect: null, BaseNumber: null, IsForSomeReasonsOnly: false }
                && list.Value.Covers(certificate))
            .OrderByDescending(list => list.Value.ThisUpdate);

    private static bool IsSignedBy(Certificate certificate, Certificate issuer) => SignatureVerifier.Verify(
        issuer.PublicKey, certificate.SignatureAlgorithm, certificate.Signed.Span, certificate.SignatureValue.Span).IsValid;
}
