using Licenses.Crypto.Asn1;
using Licenses.Crypto.Ocsp;
using Licenses.Crypto.X509;
using Licenses.Trust;

namespace Licenses.Tests.Trust;

/// <summary>What revocation data costs grows with its bytes and not with what a document offers beside it. Counted, not timed.</summary>
public sealed class DigestCountTests
{
    private readonly Entity _root = Entity.Root();
    private readonly Entity _issuer;
    private readonly Entity _leaf;

    public DigestCountTests()
    {
        _issuer = _root.Authority("CN=A");
        _leaf = _issuer.Leaf();
    }

    [Fact]
    public void A_response_is_digested_once_however_much_it_says_and_whoever_is_offered_as_its_signer()
    {
        var junk = Enumerable.Range(0, 40).Select(_ => _issuer.Leaf("CN=A", draft => draft.Set(Ext.Purposes(Oids.OcspSigning)))).ToArray();
        var response = OcspResponse.Decode(Sign(draft =>
        {
            for (int i = 0; i < 500; i++)
            {
                draft.Good(_leaf, _issuer, TimeSpan.FromSeconds(i));
            }

            draft.ProducedAt = Entity.Now;
            draft.BreakSignature = true;
            draft.Certificates.AddRange(junk);
        }));
        var material = new RevocationMaterial([], [response]);

        for (int asked = 0; asked < 3; asked++)
        {
            Assert.IsType<RevocationStatus.Unknown>(Ask(material, CertificatePool.Empty));
        }

        Assert.Equal(1, response.Digestings);
    }

    [Fact]
    public void A_list_is_digested_once_whoever_is_offered_as_its_signer()
    {
        var list = CertificateList.Decode(_issuer.List(draft => draft.BreakSignature = true));
        var namesakes = Enumerable.Range(0, 20).Select(_ => _root.Authority("CN=A").Certificate).ToArray();
        Ask(new RevocationMaterial([list], []), new CertificatePool(namesakes));

        Assert.Equal(1, list.Digestings);
    }

    [Fact]
    public void Looking_for_long_term_data_digests_a_response_once_too()
    {
        var junk = Enumerable.Range(0, 40).Select(_ => _issuer.Leaf("CN=A", draft => draft.Set(Ext.Purposes(Oids.OcspSigning)))).ToArray();
        var response = OcspResponse.Decode(Sign(draft =>
        {
            for (int i = 0; i < 500; i++)
            {
                draft.Good(_leaf, _issuer, TimeSpan.FromSeconds(i));
            }

            draft.BreakSignature = true;
        }));
        var pool = new EvidencePool(
            [.. junk.Select(entity => entity.Certificate), _issuer.Certificate, _root.Certificate],
            new AnchorSet([new TrustAnchor(_root.Certificate)]), [], [new Known<OcspResponse>(response, Entity.Now)]);

        var found = new EvidenceFinder(pool, mustBeDelegated: true).Find(_leaf.Certificate, Entity.Now.AddHours(-1));

        Assert.Equal((false, 1), (found.IsComplete, response.Digestings));
    }

    private byte[] Sign(Action<ResponseDraft> change)
    {
        var draft = new ResponseDraft { Responder = _issuer };
        change(draft);
        return draft.Sign();
    }

    private RevocationStatus Ask(RevocationMaterial material, CertificatePool offered)
    {
        var anchor = new TrustAnchor(_root.Certificate);
        var paths = new PathValidator(new AnchorSet([anchor]), new CertificatePool([_issuer.Certificate]));
        return new RevocationChecker(paths).Check(
            new RevocationQuestion(_leaf.Certificate, _issuer.Certificate, anchor, Entity.Now, Entity.Now), material, offered);
    }
}
