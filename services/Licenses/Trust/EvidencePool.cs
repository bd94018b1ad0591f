using Licenses.Crypto.Asn1;
using Licenses.Crypto.Ocsp;
using Licenses.Crypto.X509;

namespace Licenses.Trust;

/// <summary>The certificates and the revocation data among which evidence is looked for. Being here means no trust.</summary>
internal sealed class EvidencePool
{
    private const int StepsPerList = 4; // to tell whether a list is about the certificate
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

    /// <summary>What looking may cost.</summary>
    public WorkBudget Work { get; init; } = new(CancellationToken.None);

    public ImmutableArray<Known<OcspResponse>> Responses { get; }

    /// <summary>Nothing above this certificate is asked for.</summary>
    public bool IsEnd(Certificate certificate) =>
        (certificate.IsSelfIssued && certificate.IsSignedBy(certificate.PublicKey, Work)) || IsAnchor(certificate);

    public bool IsAnchor(Certificate certificate) => _anchors.FindExact(certificate).Any();

    /// <summary>Those whose key made the certificate's signature; the self-signed first, for they end the chain.</summary>
    public IEnumerable<Certificate> IssuersOf(Certificate certificate) => FindBySubject(certificate)
        .Where(issuer => !issuer.Equals(certificate) && MayIssue(issuer))
        .OrderByDescending(issuer => issuer.IsSelfIssued)
        .ThenByDescending(issuer => Names(certificate, issuer)) // only a hint: RFC 5280, 4.2.1.1
        .Where(issuer => certificate.IsSignedBy(issuer.PublicKey, Work));

    /// <summary>Certificates by the name of a certificate's issuer, whatever their keys.</summary>
    public IEnumerable<Certificate> FindBySubject(Certificate certificate) =>
        _certificates.FindBySubject(certificate.IssuerName);

    /// <summary>How a list's signer stands under the very anchor that an issuer stands under; null where he does not.</summary>
    public CertificatePath? PathBeside(Certificate signer, Certificate issuer, DateTimeOffset at) =>
        PathOf(signer, at) is { } path && PathOf(issuer, at)?.Anchor.Certificate.Equals(path.Anchor.Certificate) == true ? path : null;

    private CertificatePath? PathOf(Certificate signer, DateTimeOffset at) =>
        (_paths.Validate(new PathRequest(signer, at, CertificatePurpose.CrlSigning, _certificates) { Work = Work }) as PathOutcome.Valid)?.Path;

    public IEnumerable<Certificate> Responders(OcspResponse response) => response.Certificates
        .Concat(response.ResponderName is { } name ? _certificates.FindBySubject(name) : _certificates.All)
        .Where(response.IsBy).Distinct().Take(MostResponders);

    /// <summary>Complete CRLs by a certificate's issuer that speak about it for every reason, newest first.</summary>
    public IEnumerable<Known<CertificateList>> ListsAbout(Certificate certificate) =>
        _lists[certificate.IssuerName]
            .Where(list => Work.TakeSteps(StepsPerList)
                && list.Value is { Defect: null, BaseNumber: null, IsForSomeReasonsOnly: false }
                && list.Value.Covers(certificate))
            .OrderByDescending(list => list.Value.ThisUpdate);

    // Whoever says to be no authority is not looked at. Old roots (version 1) do not say.
    private static bool MayIssue(Certificate issuer) => issuer.BasicConstraints is { IsAuthority: true }
        || (issuer.BasicConstraints is null && (issuer.IsSelfIssued || issuer.Version < 3));

    private static bool Names(Certificate certificate, Certificate issuer) =>
        certificate.AuthorityKeyIdentifier is not { } wanted || issuer.SubjectKeyIdentifier is not { } offered
        || wanted.Span.SequenceEqual(offered.Span);
}
