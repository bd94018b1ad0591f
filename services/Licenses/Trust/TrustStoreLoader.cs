using Licenses.Crypto.Ocsp;
using Licenses.Crypto.Signatures;
using Licenses.Crypto.X509;

namespace Licenses.Trust;

/// <summary>Collects a trust store from files and folders, PEM or DER in any order.</summary>
public sealed class TrustStoreLoader
{
    private readonly List<TrustAnchor> _anchors = [];
    private readonly List<Certificate> _intermediates = [];
    private readonly List<CertificateList> _lists = [];
    private readonly List<OcspResponse> _responses = [];
    private readonly List<string> _skipped = [];

    /// <summary>Files in folders that hold no certificate, CRL or OCSP response, each with the reason.</summary>
    public IReadOnlyList<string> Skipped => _skipped;

    /// <summary>
    /// Trusts what a file or folder holds. A self-signed certificate becomes an anchor; any other only a link, since
    /// trusting an intermediate authority would skip its own revocation. CRLs are taken along.
    /// </summary>
    /// <exception cref="TrustFormatException">A named file holds nothing, or nothing can be read from it.</exception>
    public TrustStoreLoader Trust(string path, CertificatePurpose purposes = CertificatePurpose.All)
    {
        foreach (var file in Read(path))
        {
            _lists.AddRange(file.Lists);
            _responses.AddRange(file.Responses);
            foreach (var certificate in file.Certificates)
            {
                if (IsSelfSigned(certificate))
                {
                    _anchors.Add(new TrustAnchor(certificate, purposes));
                }
                else
                {
                    _intermediates.Add(certificate);
                }
            }
        }

        return this;
    }

    /// <summary>Trusts one certificate as it is, self-signed or not.</summary>
    public TrustStoreLoader Trust(TrustAnchor anchor)
    {
        _anchors.Add(anchor);
        return this;
    }

    /// <summary>Takes CRLs and OCSP responses, and certificates as links, from a file or folder; nothing here is trusted.</summary>
    public TrustStoreLoader Add(string path)
    {
        foreach (var file in Read(path))
        {
            _lists.AddRange(file.Lists);
            _responses.AddRange(file.Responses);
            _intermediates.AddRange(file.Certificates);
        }

        return this;
    }

    public TrustStore Load()
    {
        var store = new TrustStore(_anchors, _intermediates, _lists);
        return _responses.Count == 0 ? store : store.WithMaterial(store.Material.With([], [.. _responses]));
    }

    private static bool IsSelfSigned(Certificate certificate) =>
        certificate.IsSelfIssued && SignatureVerifier.Verify(
            certificate.PublicKey, certificate.SignatureAlgorithm, certificate.Signed.Span, certificate.SignatureValue.Span).IsValid;

    private IEnumerable<TrustFile> Read(string path)
    {
        if (!Directory.Exists(path))
        {
            var file = TrustFile.Read(path);
            return file.IsEmpty ? throw new TrustFormatException(path, "the file holds no certificate, no CRL and no OCSP response") : [file];
        }

        // In name order, so that two starts with the same folder behave alike.
        return Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(ReadOrSkip).OfType<TrustFile>().ToArray();
    }

    private TrustFile? ReadOrSkip(string path)
    {
        try
        {
            return TrustFile.Read(path);
        }
        catch (TrustFormatException e)
        {
            _skipped.Add(e.Message); // a folder may hold a README
            return null;
        }
    }
}
