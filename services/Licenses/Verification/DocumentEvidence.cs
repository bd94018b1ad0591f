using Licenses.Crypto.Cms;
using Licenses.Crypto.Ocsp;
using Licenses.Crypto.X509;
using Licenses.Pdf.Signing;
using Licenses.Trust;

namespace Licenses.Verification;

/// <summary>All certificates and revocation data that a document brings along, beside what the operator has. Bounded.</summary>
internal sealed class DocumentEvidence
{
    private const int MostCertificates = 512;
    private const int MostLists = 64;
    private const int MostResponses = 256;

    private readonly RevocationMaterial _operator;

    private DocumentEvidence(
        ImmutableArray<SignatureEvidence> signatures,
        ImmutableArray<Placed<Certificate>> certificates,
        ImmutableArray<Placed<CertificateList>> lists,
        ImmutableArray<Placed<OcspResponse>> responses,
        TrustStore trust)
    {
        Signatures = signatures;
        Certificates = certificates;
        Lists = lists;
        Responses = responses;
        Offered = new CertificatePool(certificates.Select(certificate => certificate.Value));
        _operator = trust.Material;
        Material = trust.Material.With(
            [.. lists.Select(list => list.Value)], [.. responses.Select(response => response.Value)]);
    }

    public ImmutableArray<SignatureEvidence> Signatures { get; }

    /// <summary>The certificates that the document itself holds.</summary>
    public ImmutableArray<Placed<Certificate>> Certificates { get; }

    public CertificatePool Offered { get; }

    /// <summary>The CRLs that the document itself holds.</summary>
    public ImmutableArray<Placed<CertificateList>> Lists { get; }

    /// <summary>The OCSP answers that the document itself holds.</summary>
    public ImmutableArray<Placed<OcspResponse>> Responses { get; }

    /// <summary>The document's revocation data and the operator's.</summary>
    public RevocationMaterial Material { get; }

    /// <summary>The same document beside what another operator has.</summary>
    public DocumentEvidence Beside(TrustStore trust) => new(Signatures, Certificates, Lists, Responses, trust);

    /// <summary>The revocation data that is proven to be older than a time, and older than the end of who made it.</summary>
    /// <param name="time">The time; from now on, the operator's data counts too, of which nothing is proven.</param>
    /// <param name="proofs">What is proven so far.</param>
    public RevocationMaterial ProvenBy(DateTimeOffset time, ProofsOfExistence proofs)
    {
        ImmutableArray<CertificateList> lists =
            [.. Lists.Where(list => proofs.Of(list.Place).Time <= time).Select(list => list.Value)];
        ImmutableArray<OcspResponse> responses =
        [
            .. Responses.Select(response => (response.Value, proofs.Of(response.Place).Time))
                .Where(response => response.Time <= time && response.Time <= ResponderEnd(response.Value))
                .Select(response => response.Value),
        ];
        return time >= proofs.Now ? _operator.With(lists, responses) : new RevocationMaterial(lists, responses);
    }

    /// <summary>Since when a CRL or an OCSP answer is proven to exist; what the document does not hold exists now.</summary>
    public DateTimeOffset TimeOf(object data, ProofsOfExistence proofs) => Lists
        .Where(list => ReferenceEquals(list.Value, data)).Select(list => list.Place)
        .Concat(Responses.Where(response => ReferenceEquals(response.Value, data)).Select(response => response.Place))
        .Select(place => proofs.Of(place).Time)
        .DefaultIfEmpty(proofs.Now)
        .Min();

    /// <summary>Whether an answer is by a responder whose certificate has ended, so that it needs a proof of its age.</summary>
    public bool NeedsProof(DateTimeOffset now) => Responses.Any(response => ResponderEnd(response.Value) < now);

    private static DateTimeOffset ResponderEnd(OcspResponse response) => response.Certificates
        .Where(certificate => !certificate.IsAuthority && response.IsBy(certificate))
        .Select(certificate => certificate.NotAfter)
        .DefaultIfEmpty(DateTimeOffset.MaxValue)
        .Max();

    public static DocumentEvidence Collect(PdfInspection inspection, TrustStore trust)
    {
        ImmutableArray<SignatureEvidence> signatures = [.. inspection.Signatures.Select(SignatureEvidence.Of)];
        return Collect(
            signatures,
            [.. signatures.SelectMany(signature => Messages(signature).Select(message => new Placed<SignedData>(message, signature.Place)))],
            signatures.SelectMany(signature => signature.SealCertificates.Select(item => new Placed<Certificate>(item, signature.Place))),
            (inspection.Dss, trust));
    }

    /// <summary>What a seal in a file of its own brings along: no timestamp covers it as a whole, so nothing of it has a proven age.</summary>
    public static DocumentEvidence Collect(SealEvidence seal, TrustStore trust) => Collect(
        [],
        [.. seal.AllStamps.Select(stamp => new Placed<SignedData>(stamp.Token.Message, long.MaxValue))],
        seal.Certificates.Select(certificate => new Placed<Certificate>(certificate, long.MaxValue)),
        (null, trust));

    private static DocumentEvidence Collect(
        ImmutableArray<SignatureEvidence> signatures,
        Placed<SignedData>[] messages,
        IEnumerable<Placed<Certificate>> sealCertificates,
        (DocumentSecurityStore? Store, TrustStore Trust) shared)
    {
        var store = shared.Store;
        var embedded = messages.Select(message => new Placed<EmbeddedRevocation>(EmbeddedRevocation.Of(message.Value), message.Place)).ToArray();
        var certificates = messages
            .SelectMany(message => message.Value.Certificates.Select(item => new Placed<Certificate>(item, message.Place)))
            .Concat(sealCertificates)
            .Concat(Read(Pair(store?.Certificates, store?.CertificatePlaces), MostCertificates, Certificate.Decode))
            .Take(MostCertificates);
        var lists = Read(
            [
                .. Pair(store?.CertificateLists, store?.CertificateListPlaces),
                .. embedded.SelectMany(data => data.Value.Lists.Select(item => new Placed<ReadOnlyMemory<byte>>(item, data.Place))),
            ],
            MostLists, CertificateList.Decode);
        var responses = Read(
            [
                .. Pair(store?.OcspResponses, store?.OcspResponsePlaces),
                .. embedded.SelectMany(data => data.Value.Responses.Select(item => new Placed<ReadOnlyMemory<byte>>(item, data.Place))),
            ],
            MostResponses, OcspResponse.Decode);
        return new DocumentEvidence(signatures, [.. certificates], lists, responses, shared.Trust);
    }

    private static IEnumerable<Placed<ReadOnlyMemory<byte>>> Pair(
        ImmutableArray<ReadOnlyMemory<byte>>? items, ImmutableArray<long>? places) =>
        (items ?? []).Zip(places ?? [], (item, place) => new Placed<ReadOnlyMemory<byte>>(item, place));

    private static IEnumerable<SignedData> Messages(SignatureEvidence signature) =>
        signature.Stamps.Concat(signature.ContentStamps).Concat(signature.Seal?.AllStamps ?? []).Distinct()
            .Select(stamp => stamp.Token.Message).Concat(signature.Message is { } message ? [message] : []);

    private static ImmutableArray<Placed<T>> Read<T>(
        IEnumerable<Placed<ReadOnlyMemory<byte>>> encoded, int most, Func<ReadOnlyMemory<byte>, T> decode)
    {
        var read = ImmutableArray.CreateBuilder<Placed<T>>();
        foreach (var (bytes, place) in encoded.Take(most))
        {
            try
            {
                read.Add(new Placed<T>(decode(bytes), place));
            }
            catch (FormatException)
            {
                continue; // an offer that cannot be read is no offer
            }
        }

        return read.ToImmutable();
    }
}
