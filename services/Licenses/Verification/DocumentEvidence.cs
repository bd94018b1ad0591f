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

    private DocumentEvidence(
        ImmutableArray<SignatureEvidence> signatures,
        CertificatePool offered,
        ImmutableArray<CertificateList> lists,
        ImmutableArray<OcspResponse> responses,
        RevocationMaterial material)
    {
        Signatures = signatures;
        Offered = offered;
        Lists = lists;
        Responses = responses;
        Material = material;
    }

    public ImmutableArray<SignatureEvidence> Signatures { get; }

    public CertificatePool Offered { get; }

    /// <summary>The CRLs that the document itself holds.</summary>
    public ImmutableArray<CertificateList> Lists { get; }

    /// <summary>The OCSP answers that the document itself holds.</summary>
    public ImmutableArray<OcspResponse> Responses { get; }

    /// <summary>The document's revocation data and the operator's.</summary>
    public RevocationMaterial Material { get; }

    public static DocumentEvidence Collect(PdfInspection inspection, TrustStore trust)
    {
        ImmutableArray<SignatureEvidence> signatures = [.. inspection.Signatures.Select(SignatureEvidence.Of)];
        var messages = signatures.SelectMany(Messages).ToArray();
        var store = inspection.Dss;
        var certificates = messages.SelectMany(message => message.Certificates)
            .Concat(Read(store?.Certificates, MostCertificates, Certificate.Decode))
            .Take(MostCertificates);
        var embedded = messages.Select(EmbeddedRevocation.Of).ToArray();
        var lists = Read(
            [.. store?.CertificateLists ?? [], .. embedded.SelectMany(data => data.Lists)], MostLists, CertificateList.Decode);
        var responses = Read(
            [.. store?.OcspResponses ?? [], .. embedded.SelectMany(data => data.Responses)], MostResponses, OcspResponse.Decode);
        return new DocumentEvidence(
            signatures, new CertificatePool(certificates), lists, responses, trust.Material.With(lists, responses));
    }

    private static IEnumerable<SignedData> Messages(SignatureEvidence signature) =>
        signature.Stamps.Select(stamp => stamp.Message).Concat(signature.Message is { } message ? [message] : []);

    private static ImmutableArray<T> Read<T>(
        ImmutableArray<ReadOnlyMemory<byte>>? encoded, int most, Func<ReadOnlyMemory<byte>, T> decode)
    {
        var read = ImmutableArray.CreateBuilder<T>();
        foreach (var bytes in (encoded ?? []).Take(most))
        {
            try
            {
                read.Add(decode(bytes));
            }
            catch (FormatException)
            {
                continue; // an offer that cannot be read is no offer
            }
        }

        return read.ToImmutable();
    }
}
