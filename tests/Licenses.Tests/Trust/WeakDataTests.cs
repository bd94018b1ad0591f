using System.Collections.Immutable;
using System.Security.Cryptography;
using Licenses.Crypto;
using Licenses.Crypto.Ocsp;
using Licenses.Crypto.X509;
using Licenses.Trust;
using Licenses.Verification;

namespace Licenses.Tests.Trust;

/// <summary>Revocation data by an algorithm that has ended may revoke, and clears nobody.</summary>
public sealed class WeakDataTests
{
    private static readonly AlgorithmTable Fallen = AlgorithmTable.Default with
    {
        Digests = ImmutableDictionary<string, DateTimeOffset>.Empty.Add(HashAlgorithmName.SHA256.Name!, Entity.Now.AddDays(-2)),
    };

    private readonly Entity _root = Entity.Root();
    private readonly Entity _leaf;

    public WeakDataTests()
    {
        _leaf = _root.Leaf();
    }

    [Fact]
    public void A_list_signed_weakly_clears_nobody()
    {
        var material = new RevocationMaterial([CertificateList.Decode(_root.List())], []);

        Assert.Equal(Verdict.Passed, Ask(material, AlgorithmTable.Default).Verdict);
        IsWeak(Ask(material, Fallen));
    }

    [Fact]
    public void A_list_signed_weakly_still_revokes() => Assert.Equal(Verdict.Failed, Ask(
        new RevocationMaterial([CertificateList.Decode(_root.List(list => list.Revoke(_leaf)))], []), Fallen).Verdict);

    [Fact]
    public void An_answer_signed_weakly_clears_nobody()
    {
        var response = OcspResponse.Decode(new ResponseDraft { Responder = _root }.Good(_leaf, _root).Sign());
        var material = new RevocationMaterial([], [response]);

        Assert.Equal(Verdict.Passed, Ask(material, AlgorithmTable.Default).Verdict);
        IsWeak(Ask(material, Fallen));
    }

    [Theory]
    [InlineData(-3, true)]
    [InlineData(-1, false)]
    public void What_is_proven_to_be_older_than_the_end_still_clears(int provenDays, bool clears)
    {
        var anchor = new TrustAnchor(_root.Certificate);
        var question = new RevocationQuestion(_leaf.Certificate, _root.Certificate, anchor, Entity.Now, Entity.Now)
        {
            Constraint = Fallen.RefuseData,
            ExistedBy = _ => Entity.Now.AddDays(provenDays),
        };

        var status = new RevocationChecker(new PathValidator(new AnchorSet([anchor]), CertificatePool.Empty)).Check(
            question, new RevocationMaterial([CertificateList.Decode(_root.List())], []), CertificatePool.Empty);

        Assert.Equal(clears, status is RevocationStatus.Good);
    }

    private static void IsWeak(TrustAnswer answer)
    {
        Assert.Equal(Verdict.Indeterminate, answer.Verdict);
        Assert.Contains(answer.Findings, finding => finding.SubIndication == SubIndication.CryptoConstraintsFailureNoPoe);
    }

    private TrustAnswer Ask(RevocationMaterial material, AlgorithmTable table) =>
        new TrustChecker(new TrustStore([new TrustAnchor(_root.Certificate)], [], material)).Check(
            new TrustQuestion(_leaf.Certificate, Entity.Now, CertificatePurpose.Any) { DataConstraint = table.RefuseData });
}
