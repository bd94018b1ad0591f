using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Licenses.Cli.Pki;

/// <summary>Where the files of a PKI lie, and how they are read and written. Every file says what it is unfit for.</summary>
internal sealed class PkiFolder(string root, PkiDeclaration declaration)
{
    private static readonly Dictionary<string, string> Contents = new()
    {
        ["trust"] = "The roots: what a verifier is told to trust.",
        ["authorities"] = "Keys of the authorities (PKCS#12) and certificates of those that are no root.",
        ["crls"] = "One revocation list per authority (PEM).",
        ["seals"] = "Certificates and keys of e-seals.",
        ["national"] = "Certificates and keys of e-seals with SM2 keys, and of who makes seals.",
        ["tsa"] = "Certificate and key of the time-stamp authority.",
        ["server"] = "Certificate chain and key of the gRPC server.",
        ["clients"] = "Client certificate chains and keys for mutual TLS.",
    };

    /// <summary>The certificate, after it its intermediate authorities, without the root.</summary>
    public string CertificatePath(PkiMember member) => Path.Combine(root, FolderOf(member), $"{member.Name}.pem");

    public string ContainerPath(PkiMember member) =>
        Path.Combine(root, FolderOfKey(member), $"{member.Name}.p12");

    /// <summary>PKCS#8 in PEM, as foreign gRPC clients and servers want it; null where only PKCS#12 is written.</summary>
    public string? PlainKeyPath(PkiMember member) => member.Purpose is MemberPurpose.Server or MemberPurpose.Client
        ? Path.Combine(root, FolderOf(member), $"{member.Name}.key.pem")
        : null;

    public string RevocationListPath(PkiRevocationList list) => Path.Combine(root, "crls", $"{list.Issuer}.crl");

    public MemberKey? ReadKey(PkiMember member)
    {
        var path = ContainerPath(member);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            // EphemeralKeySet is refused on macOS and needless on Linux; Exportable lets us write the key again.
            using var certificate = X509CertificateLoader.LoadPkcs12(
                File.ReadAllBytes(path), declaration.Password, X509KeyStorageFlags.Exportable);
            return MemberKey.Of(certificate);
        }
        catch (CryptographicException exception)
        {
            throw new UsageException($"{path} cannot be opened with the declared password: {exception.Message}");
        }
    }

    public X509Certificate2? ReadCertificate(PkiMember member) =>
        FindPem(CertificatePath(member), "CERTIFICATE") is { } der ? X509CertificateLoader.LoadCertificate(der) : null;

    public byte[]? ReadRevocationList(PkiRevocationList list) => FindPem(RevocationListPath(list), "X509 CRL");

    public void Write(IssuedMember issued, IReadOnlyList<X509Certificate2> intermediates)
    {
        var pem = new StringBuilder();
        foreach (var certificate in intermediates.Prepend(issued.Certificate))
        {
            pem.Append(certificate.ExportCertificatePem()).Append('\n');
        }

        WriteText(CertificatePath(issued.Member), pem.ToString());
        WriteSecret(ContainerPath(issued.Member), Container(issued, intermediates));
        if (PlainKeyPath(issued.Member) is { } path)
        {
            WriteSecret(path, Encoding.UTF8.GetBytes(Marked(issued.Key.ExportPem() + "\n")));
        }
    }

    public void Write(PkiRevocationList list, ReadOnlySpan<byte> encoded) =>
        WriteText(RevocationListPath(list), PemEncoding.WriteString("X509 CRL", encoded) + "\n");

    public void WriteNotices()
    {
        foreach (var (folder, content) in Contents)
        {
            var text = $"# {declaration.Notice}\n\n{content}\n\nMade by `licenses pki generate` from "
                + $"[{PkiDeclaration.FileName}](../{PkiDeclaration.FileName}). The private keys and their password are "
                + "published: whoever trusts these certificates trusts everybody.\n";
            var path = Path.Combine(root, folder, "README.md");
            Directory.CreateDirectory(Path.Combine(root, folder));
            if (!File.Exists(path) || File.ReadAllText(path) != text)
            {
                File.WriteAllText(path, text);
            }
        }
    }

    private static string FolderOf(PkiMember member) => member.IsRoot ? "trust" : FolderOfKey(member);

    private static string FolderOfKey(PkiMember member) => member.Purpose switch
    {
        MemberPurpose.Authority => "authorities",

        // Apart: a server that takes every key of a folder takes one seal for each department.
        MemberPurpose.Seal when member.Key == MemberKey.Sm2 => "national",
        MemberPurpose.Seal => "seals",
        MemberPurpose.Timestamp => "tsa",
        MemberPurpose.Server => "server",
        _ => "clients",
    };

    private byte[] Container(IssuedMember issued, IReadOnlyList<X509Certificate2> intermediates)
    {
        return issued.Key.ExportContainer(issued.Certificate, intermediates, declaration.Password);
    }

    private string Marked(string pem) => $"# {declaration.Notice}\n{pem}";

    private void WriteText(string path, string pem)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, Marked(pem));
    }

    private static void WriteSecret(string path, ReadOnlySpan<byte> content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new FileStream(path, options);
        file.Write(content);
    }

    private static byte[]? FindPem(string path, string label)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        var text = File.ReadAllText(path);
        return PemEncoding.TryFind(text, out var fields) && text[fields.Label] == label
            ? Convert.FromBase64String(text[fields.Base64Data])
            : null;
    }
}
