using Licenses.Crypto.Ocsp;
using Licenses.Crypto.Signatures;
using Licenses.Crypto.X509;
using Licenses.Trust.Lists;

namespace Licenses.Trust;

/// <summary>Collects a trust store from files and folders, PEM or DER in any order.</summary>
public sealed class TrustStoreLoader
{
    private readonly List<TrustAnchor> _anchors = [];
    private readonly List<Certificate> _intermediates = [];
    private readonly List<CertificateList> _lists = [];
    private readonly List<OcspResponse> _responses = [];
    private readonly List<Certificate> _makers = [];
    private readonly List<string> _skipped = [];

    /// <summary>Whether a named file that cannot be read is skipped like one in a folder.</summary>
    public bool IsLenient { get; init; }

    /// <summary>Files in folders that hold neither certificate nor CRL, each with the reason.</summary>
    public IReadOnlyList<string> Skipped => _skipped;

    /// <summary>
    /// Trusts what a file or folder holds. A self-signed certificate becomes an anchor; any other only a link, since
    /// trusting an intermediate authority would skip its own revocation. CRLs are taken along. A named JSON file
    /// (<see cref="AnchorFile"/>) says itself whom it trusts, for what and until when.
    /// </summary>
    /// <exception cref="TrustFormatException">A named file holds nothing, or nothing can be read from it.</exception>
    public TrustStoreLoader Trust(string path, CertificatePurpose purposes = CertificatePurpose.All)
    {
        if (AnchorFile.Is(path))
        {
            return TrustByFile(path, purposes);
        }

        foreach (var file in ReadAnchors(path))
        {
            Take(file);
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

    /// <summary>
    /// Trusts every certificate that a file or folder holds, self-signed or not; or whom a named JSON file says, on its terms.
    /// </summary>
    /// <exception cref="TrustFormatException">A named file holds nothing, or nothing can be read from it.</exception>
    public TrustStoreLoader TrustAll(string path, CertificatePurpose purposes = CertificatePurpose.All)
    {
        if (AnchorFile.Is(path))
        {
            return TrustByFile(path, purposes);
        }

        foreach (var file in ReadAnchors(path))
        {
            Take(file);
            _anchors.AddRange(file.Certificates.Select(certificate => new TrustAnchor(certificate, purposes)));
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
            Take(file);
            _intermediates.AddRange(file.Certificates);
        }

        return this;
    }

    /// <summary>Names the makers of electronic seals: each certificate that a file or folder holds. Nobody is trusted by being named.</summary>
    /// <exception cref="TrustFormatException">A named file cannot be read, or nothing named holds a certificate.</exception>
    public TrustStoreLoader NameSealMakers(string path)
    {
        var named = Read(path).SelectMany(file => file.Certificates).ToArray();
        _makers.AddRange(named.Length > 0 ? named : throw new TrustFormatException(path, "there is no certificate of a maker of seals"));
        return this;
    }

    public TrustStore Load() => new(_anchors, _intermediates, new RevocationMaterial(_lists, _responses))
    {
        SealMakers = [.. _makers],
    };

    /// <summary>The first certificate of a file; not trusted by being read.</summary>
    /// <exception cref="TrustFormatException">The file holds none.</exception>
    public static Certificate ReadCertificate(string path) => TrustFile.Read(path).Certificates.FirstOrDefault()
        ?? throw new TrustFormatException(path, "the file holds no certificate");

    private static bool IsSelfSigned(Certificate certificate) =>
        certificate.IsSelfIssued && SignatureVerifier.Verify(
            certificate.PublicKey, certificate.SignatureAlgorithm, certificate.Signed.Span, certificate.SignatureValue.Span).IsValid;

    private TrustStoreLoader TrustByFile(string path, CertificatePurpose purposes)
    {
        _anchors.AddRange(AnchorFile.Read(path).Select(entry => entry.ToAnchor())
            .Select(anchor => anchor with { Purposes = anchor.Purposes & purposes }));
        return this;
    }

    // A folder is trusted for everything: terms that stand in it would be passed over, and nobody would notice.
    private IEnumerable<TrustFile> ReadAnchors(string path)
    {
        var terms = Directory.Exists(path)
            ? Directory.EnumerateFiles(path, "*.json", SearchOption.AllDirectories).FirstOrDefault(file => !AnchorFile.FilesNamedIn(file).IsEmpty)
            : null;
        return terms is null
            ? Read(path)
            : throw new TrustFormatException(terms, "the folder that it stands in is trusted for everything; name this file instead");
    }

    private IEnumerable<TrustFile> Read(string path)
    {
        if (!Directory.Exists(path))
        {
            return IsLenient ? (ReadOrSkip(path) is { } found ? [found] : []) : [TrustFile.ReadSound(path)];
        }

        // In name order, so that two starts with the same folder behave alike.
        return Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(ReadOrSkip).OfType<TrustFile>().ToArray();
    }

    private void Take(TrustFile file)
    {
        _lists.AddRange(file.Lists);
        _responses.AddRange(file.Responses);
    }

    private TrustFile? ReadOrSkip(string path)
    {
        try
        {
            var file = TrustFile.Read(path);
            _skipped.AddRange(file.Faults.Select(fault => $"{path}: {fault}"));
            return file;
        }
        catch (TrustFormatException e)
        {
            _skipped.Add(e.Message); // a folder may hold a README
            return null;
        }
    }
}
