using Licenses.Crypto.Signatures;

namespace Licenses.Testing.SamplePki;

/// <summary>The sample PKI's SM2 keys.</summary>
public static class NationalSeals
{
    public static Pkcs12SealKey Police { get; } = Load("sm2-police");

    public static Pkcs12SealKey CivilAffairs { get; } = Load("sm2-civil-affairs");

    public static Pkcs12SealKey Maker { get; } = Load("sm2-maker");

    public static Pkcs12SealKey Revoked { get; } = Load("sm2-revoked");

    public static Pkcs12SealKey Expired { get; } = Load("sm2-expired");

    public static Pkcs12SealKey TimeStamps { get; } = Pkcs12SealKey.Load(
        File.ReadAllBytes(SampleCertificates.PathTo("tsa", "sm2-tsa.p12")), SampleCertificates.Password);

    private static Pkcs12SealKey Load(string name) =>
        Pkcs12SealKey.Load(File.ReadAllBytes(SampleCertificates.NationalSealPath(name)), SampleCertificates.Password);
}
