using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Licenses.Crypto;
using Licenses.Crypto.X509;
using Licenses.Tests.Trust;
using Licenses.Verification;
using Certificate = Licenses.Crypto.X509.Certificate;

namespace Licenses.Tests.Verification;

/// <summary>An anchor is trusted, but not beyond the time that its key could be relied on; the same for documents and for trust check.</summary>
public sealed class AnchorKeyTests
{
    private readonly AlgorithmJudge _judge = new(AlgorithmTable.Default);

    [Theory]
    [InlineData(1024, "2026-06-01", true)]
    [InlineData(1024, "2009-06-01", false)] // what is proven to be of then still counts
    [InlineData(2048, "2026-06-01", false)]
    public void A_document_rests_on_its_anchors_key(int bits, string existed, bool isWeak)
    {
        var time = DateTimeOffset.Parse(existed, System.Globalization.CultureInfo.InvariantCulture);
        var leaf = Entity.Root().Leaf().Certificate;

        var finding = _judge.Judge(new CertificatePath(leaf, [leaf], new TrustAnchor(Anchor(bits))), new ProofOfExistence(time, IsProven: true));

        Assert.Equal(isWeak ? SubIndication.CryptoConstraintsFailureNoPoe : null, finding?.SubIndication);
    }

    private static Certificate Anchor(int bits)
    {
        using var key = RSA.Create(bits);
        var request = new CertificateRequest("CN=Anchor", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(Entity.Start, Entity.End);
        return Certificate.Decode(certificate.RawData);
    }
}
