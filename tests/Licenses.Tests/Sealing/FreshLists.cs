using System.Numerics;
using System.Security.Cryptography.X509Certificates;
using Licenses.Cli.Pki;
using Licenses.Crypto.X509;
using Licenses.Testing.SamplePki;
using Licenses.Tests.Cli;

namespace Licenses.Tests.Sealing;

/// <summary>The sample authorities' lists published anew: those of the repository are older than what a test seals.</summary>
internal static class FreshLists
{
    /// <summary>The same revocations as of a time, in force for a day.</summary>
    public static CertificateList[] At(DateTimeOffset at) =>
        [.. Encode(at).Select(list => CertificateList.Decode(list.Encoded))];

    /// <summary>A folder of them.</summary>
    public static string WriteTo(TemporaryFolder folder, DateTimeOffset at)
    {
        string path = Directory.CreateDirectory(folder.PathTo("fresh")).FullName;
        foreach (var (name, encoded) in Encode(at))
        {
            File.WriteAllBytes(Path.Combine(path, name), encoded);
        }

        return path;
    }

    private static IEnumerable<(string Name, byte[] Encoded)> Encode(DateTimeOffset at)
    {
        foreach (string path in Directory.GetFiles(SampleCertificates.CrlDirectory, "*.crl"))
        {
            var builder = CertificateRevocationListBuilder.LoadPem(File.ReadAllText(path), out var number);
            using var issuer = X509CertificateLoader.LoadPkcs12FromFile(
                SampleCertificates.PathTo("authorities", Path.GetFileNameWithoutExtension(path) + ".p12"),
                SampleCertificates.Password, X509KeyStorageFlags.Exportable);
            using var key = MemberKey.Of(issuer)!;
            yield return (Path.GetFileName(path), builder.Build(
                issuer.SubjectName, key.Signer(), number + BigInteger.One, at.AddDays(1), key.Digest,
                X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(
                    issuer.Extensions.OfType<X509SubjectKeyIdentifierExtension>().First()),
                at));
        }
    }
}
