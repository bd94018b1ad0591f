using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Licenses.Testing.SharedData;

namespace Licenses.Testing.SamplePki;

/// <summary>The committed sample PKI of certs-sample, by the names that its pki.json gives.</summary>
public static class SampleCertificates
{
    private static readonly Lazy<JsonElement> Declaration = new(() =>
        JsonDocument.Parse(File.ReadAllBytes(PathTo("pki.json"))).RootElement);

    /// <summary>Opens every PKCS#12 file.</summary>
    public static string Password => Declaration.Value.GetProperty("password").GetString()!;

    /// <summary>All roots.</summary>
    public static string TrustDirectory => PathTo("trust");

    public static string CrlDirectory => PathTo("crls");

    public static string PathTo(params ReadOnlySpan<string> parts) =>
        Path.Combine([RepositoryRoot.PathTo("certs-sample"), .. parts]);

    /// <summary>Path of a seal's PKCS#12 file: a department's key such as police, or revoked, expired.</summary>
    public static string SealPath(string name) => PathTo("seals", $"{name}.p12");

    /// <summary>Path of a PKCS#12 file with an SM2 key: sm2-police, sm2-civil-affairs, sm2-maker, sm2-revoked, sm2-expired.</summary>
    public static string NationalSealPath(string name) => PathTo("national", $"{name}.p12");

    public static X509Certificate2 Seal(string name) => Load("seals", name);

    /// <summary>Client certificate with key: issuer-police, center, auditor, administrator, holder-portal…</summary>
    public static X509Certificate2 Client(string name) => Load("clients", name);

    public static X509Certificate2 Server() => Load("server", "server");

    public static X509Certificate2 TimeStampAuthority() => Load("tsa", "tsa");

    public static X509Certificate2 CityRoot() => Certificate("trust", "city-root");

    public static X509Certificate2 IssuingAuthority() => Certificate("authorities", "issuing-ca");

    public static X509Certificate2 ProvinceRoot() => Certificate("trust", "province-root");

    /// <summary>统一社会信用代码 of an organisation by its key.</summary>
    public static string Uscc(string organisation) => Organisation(organisation).GetProperty("uscc").GetString()!;

    public static string Name(string organisation) => Organisation(organisation).GetProperty("name").GetString()!;

    private static JsonElement Organisation(string key) => Declaration.Value.GetProperty("organisations")
        .EnumerateArray()
        .First(organisation => organisation.GetProperty("key").GetString() == key);

    private static X509Certificate2 Load(string folder, string name) => X509CertificateLoader.LoadPkcs12FromFile(
        PathTo(folder, $"{name}.p12"), Password, X509KeyStorageFlags.Exportable);

    private static X509Certificate2 Certificate(string folder, string name) =>
        X509Certificate2.CreateFromPem(File.ReadAllText(PathTo(folder, $"{name}.pem")));
}
