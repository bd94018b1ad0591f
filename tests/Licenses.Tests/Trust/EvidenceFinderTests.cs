using Licenses.Crypto.Asn1;
using Licenses.Crypto.Ocsp;
using Licenses.Crypto.X509;
using Licenses.Trust;

namespace Licenses.Tests.Trust;

/// <summary>Nothing is taken as evidence that the judge would not believe.</summary>
public sealed class EvidenceFinderTests
{
    private static readonly DateTimeOffset At = Entity.Now.AddHours(-1);

    private readonly Entity _root = Entity.Root();
    private readonly Entity _issuer;
    private readonly Entity _leaf;

    public EvidenceFinderTests()
    {
        _issuer = _root.Authority("CN=A");
        _leaf = _issuer.Leaf();
    }

    [Fact]
    public void Nocheck_on_a_signers_certificate_excuses_no_evidence()
    {
        var leaf = _issuer.Leaf("CN=Excused", draft => draft.Set(NoCheck)); // RFC 6960, 4.2.2.2.1 speaks of responders

        Assert.False(Find(leaf, [_root.List()], []).IsComplete);
        Assert.True(Find(leaf, [_root.List(), _issuer.List()], []).IsComplete);
    }

    [Fact]
    public void Nocheck_on_a_responders_certificate_does()
    {
        var asked = Find(_leaf, [_root.List()], [By(_issuer.Leaf("CN=R", draft => draft.Set(Ext.Purposes(Oids.OcspSigning))))]);
        var excused = Find(_leaf, [_root.List()], [By(_issuer.Leaf("CN=R", draft => draft.Set(Ext.Purposes(Oids.OcspSigning), NoCheck)))]);

        Assert.Equal((false, true), (asked.IsComplete, excused.IsComplete));
    }

    [Fact]
    public void A_list_by_a_namesake_of_the_issuer_is_none()
    {
        var stranger = Entity.Root("CN=A");

        Assert.False(Find(_leaf, [_root.List(), stranger.List()], [], stranger).IsComplete);
    }

    [Fact]
    public void A_list_by_another_key_of_the_issuer_that_the_same_root_certified_is_one()
    {
        var renewed = _root.Authority("CN=A");

        var found = Find(_leaf, [_root.List(), renewed.List()], [], renewed);

        Assert.True(found.IsComplete);
        Assert.Contains(renewed.Certificate, found.Certificates);
    }

    [Fact]
    public void A_list_by_a_key_that_may_not_sign_lists_is_none()
    {
        var mute = _root.Authority("CN=B", draft => draft.Set(Ext.Usage(KeyUsages.KeyCertSign)));

        Assert.False(Find(mute.Leaf(), [_root.List(), mute.List()], [], mute).IsComplete);
    }

    [Fact]
    public void A_response_by_whom_another_authority_certified_or_by_another_anchor_is_none()
    {
        var other = _root.Authority("CN=Other");
        var stranger = other.Leaf("CN=R", draft => draft.Set(Ext.Purposes(Oids.OcspSigning), NoCheck));

        Assert.False(Find(_leaf, [_root.List(), other.List()], [By(stranger)], other).IsComplete);
        Assert.False(Find(_leaf, [_root.List()], [By(_root)]).IsComplete);
        Assert.True(Find(_leaf, [_root.List()], [By(_issuer)]).IsComplete);
    }

    private static Ext NoCheck => Ext.Make(Oids.OcspNoCheck, false, writer => writer.WriteNull());

    private byte[] By(Entity responder)
    {
        var draft = new ResponseDraft { Responder = responder, ProducedAt = Entity.Now };
        draft.Good(_leaf, _issuer, TimeSpan.Zero);
        draft.Certificates.Add(responder);
        return draft.Sign();
    }

    private ChainEvidence Find(Entity leaf, byte[][] lists, byte[][] responses, params Entity[] more)
    {
        var pool = new EvidencePool(
            [.. more.Select(entity => entity.Certificate), _issuer.Certificate, _root.Certificate],
            new AnchorSet([new TrustAnchor(_root.Certificate)]),
            lists.Select(list => new Known<CertificateList>(CertificateList.Decode(list), Entity.Now)),
            responses.Select(response => new Known<OcspResponse>(OcspResponse.Decode(response), Entity.Now)));
        return new EvidenceFinder(pool, mustBeDelegated: true).Find(leaf.Certificate, At);
    }
}
