using Licenses.Crypto.Signatures;
using Licenses.Testing.SamplePki;
using Licenses.Trust;

namespace Licenses.Tests.Crypto.Sm;

/// <summary>The sample PKI's SM2 keys, and the trust that goes with them.</summary>
internal static class NationalKeys
{
    public static Pkcs12SealKey Police { get; } = Load("sm2-police");

    public static Pkcs12SealKey RenewedPolice { get; } = Load("sm2-police-renewed");

    public static Pkcs12SealKey CivilAffairs { get; } = Load("sm2-civil-affairs");

    public static Pkcs12SealKey Maker { get; } = Load("sm2-maker");

    public static Pkcs12SealKey Revoked { get; } = Load("sm2-revoked");

    public static Pkcs12SealKey Expired { get; } = Load("sm2-expired");

    public static Pkcs12SealKey TimeStamps { get; } = Pkcs12SealKey.Load(
        File.ReadAllBytes(SampleCertificates.PathTo("tsa", "sm2-tsa.p12")), SampleCertificates.Password);

    public static TrustStore Trust { get; } = new TrustStoreLoader()
        .Trust(SampleCertificates.TrustDirectory)
        .Add(SampleCertificates.PathTo("authorities", "sm2-ca.pem"))
        .Add(SampleCertificates.CrlDirectory).Load();

    /// <summary>The same trust where these make seals and nobody else.</summary>
    public static TrustStore NamingMakers(params IEnumerable<ISealKey> makers) =>
        new(Trust.Anchors.All, Trust.Paths.Intermediates.All, Trust.Material) { SealMakers = [.. makers.Select(maker => maker.Certificate)] };

    private static Pkcs12SealKey Load(string name) =>
        Pkcs12SealKey.Load(File.ReadAllBytes(SampleCertificates.NationalSealPath(name)), SampleCertificates.Password);
}
