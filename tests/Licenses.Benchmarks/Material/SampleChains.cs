using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Licenses.Benchmarks.Material;

/// <summary>Certificates for measuring paths: made by .NET, P-256 throughout.</summary>
internal sealed class SampleChains
{
    public static readonly DateTimeOffset Start = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset Now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset End = new(2040, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ECDsa _rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa[] _keys;

    /// <param name="authorities">How many authorities certify each other; the root certifies the last one.</param>
    public SampleChains(int authorities)
    {
        _keys = [.. Enumerable.Range(0, authorities).Select(_ => ECDsa.Create(ECCurve.NamedCurves.nistP256))];
        Root = Issue("CN=Root", _rootKey, "CN=Root", _rootKey, isAuthority: true);
        Links =
        [
            Issue(Name(authorities - 1), _keys[^1], "CN=Root", _rootKey, isAuthority: true),
            .. from issuer in Enumerable.Range(0, authorities)
            from subject in Enumerable.Range(0, authorities)
            where issuer != subject
            select Issue(Name(subject), _keys[subject], Name(issuer), _keys[issuer], isAuthority: true),
        ];
        using var leaf = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Leaf = Issue("CN=Leaf", leaf, Name(0), _keys[0], isAuthority: false);
    }

    public byte[] Root { get; }

    public byte[][] Links { get; }

    public byte[] Leaf { get; }

    private static string Name(int i) => $"CN=Authority {i}";

    private static byte[] Issue(string subject, ECDsa key, string issuer, ECDsa issuerKey, bool isAuthority)
    {
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            isAuthority ? X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign : X509KeyUsageFlags.DigitalSignature, true));
        using var certificate = request.Create(
            new X500DistinguishedName(issuer), X509SignatureGenerator.CreateForECDsa(issuerKey), Start, End,
            SHA256.HashData(Encoding.UTF8.GetBytes(subject + issuer)).AsSpan(0, 8).ToArray() is var serial && (serial[0] = 0x11) > 0 ? serial : []);
        return certificate.RawData;
    }
}
