using Licenses.Crypto.X509;

namespace Licenses.Trust;

/// <summary>One certificate in a file of its own.</summary>
public static class CertificateFile
{
    /// <summary>Reads the first certificate that a file holds, PEM or DER.</summary>
    /// <exception cref="TrustFormatException">It holds none that can be read.</exception>
    public static Certificate ReadFirst(string path)
    {
        var file = TrustFile.Read(path);
        return file.Certificates is [var first, ..]
            ? first
            : throw new TrustFormatException(path, file.Faults is [var fault, ..] ? fault : "the file holds no certificate");
    }
}
