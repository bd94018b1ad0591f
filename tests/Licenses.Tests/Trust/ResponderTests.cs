using Licenses.Crypto.Asn1;
using Licenses.Crypto.Ocsp;
using Licenses.Crypto.X509;
using Licenses.Trust;

namespace Licenses.Tests.Trust;

/// <summary>As of when a responder may say something, and as of when it is asked about itself (RFC 6960, 4.2.2.2 and 4.4.4).</summary>
public sealed class ResponderTests
{
    private const string ListAddress = "uri:http://lists.example/responders";

    private readonly Entity _root = Entity.Root();
    private readonly Entity _issuer;
    private readonly Entity _leaf;

    public ResponderTests()
    {
        _issuer = _root.Authority("CN=A");
        _leaf = _issuer.Leaf();
    }

    [Fact]
    public void A_delegate_that_is_revoked_may_not_even_where_its_certificate_says_that_nobody_need_ask()
    {
        var responder = ListedDelegate(NoCheck);
        var material = new RevocationMaterial(
            [ListAbout(list => list.Revoke(responder, RevocationReason.KeyCompromise))], [Answer(responder)]);

        Assert.IsType<RevocationStatus.Unknown>(Ask(material));
        Assert.IsType<RevocationStatus.Good>(Ask(new RevocationMaterial([ListAbout(_ => { })], [Answer(responder)])));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_a_revoked_delegate_said_is_not_stored_for_later_years(bool hasNoCheck)
    {
        var responder = hasNoCheck ? ListedDelegate(NoCheck) : ListedDelegate();

        Assert.Single(Store(responder, ListAbout(_ => { })).Responses);
        Assert.Empty(Store(responder, ListAbout(list => list.Revoke(responder))).Responses);
    }

    [Fact]
    public void Lists_about_signers_say_who_may_answer_and_clear_nobody()
    {
        var responder = ListedDelegate(NoCheck);
        var revoking = new RevocationMaterial([ListAbout(list => list.Revoke(responder)), CertificateList.Decode(_issuer.List())], []);

        Assert.IsType<RevocationStatus.Good>(Ask(Of(Answer(responder))));
        Assert.IsType<RevocationStatus.Unknown>(Ask(Of(Answer(responder)), aboutSigners: revoking));
        Assert.IsType<RevocationStatus.Unknown>(Ask(Of(), aboutSigners: revoking));
    }

    [Theory]
    [InlineData(-2, true)] // the list is of 10 to 8 days ago: in force then
    [InlineData(1, false)] // not any more
    [InlineData(8, false)] // unproven, the answer is of now
    public void A_delegates_own_status_counts_as_of_when_its_answer_is_known_to_exist(int daysAfterListEnded, bool counts)
    {
        var responder = ListedDelegate();
        var listEnd = Entity.Now.AddDays(-8);
        var list = ListAbout(draft => (draft.ThisUpdate, draft.NextUpdate) = (listEnd.AddDays(-2), listEnd));
        var material = new RevocationMaterial([list], [Answer(responder, TimeSpan.FromDays(11))]);

        // The leaf itself is asked about as of 20 days ago: the answer is later, and so it is settled for ever.
        var status = Ask(material, listEnd.AddDays(daysAfterListEnded), Entity.Now.AddDays(-20));

        Assert.Equal(counts, status is RevocationStatus.Good);
    }

    [Theory]
    [InlineData(-4, true)]
    [InlineData(-2, false)]
    public void What_a_delegate_said_before_it_was_revoked_counts_where_that_is_proven(int provenDays, bool counts)
    {
        var responder = ListedDelegate(); // revoked three days ago
        var list = ListAbout(draft => draft.Revoke(responder, RevocationReason.KeyCompromise));
        var material = new RevocationMaterial([list], [Answer(responder, TimeSpan.FromDays(5))]);

        var status = Ask(material, Entity.Now.AddDays(provenDays), Entity.Now.AddDays(-20));

        Assert.Equal(counts, status is RevocationStatus.Good);
    }

    [Fact]
    public void A_delegate_of_whom_nobody_knows_anything_may_still_revoke() => Assert.IsType<RevocationStatus.Revoked>(Ask(Of(
        From(Plain(), draft => draft.Revoked(_leaf, _issuer).Certificates.Add(draft.Responder)))));

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void A_good_answer_by_a_clock_a_little_ahead_counts(int seconds, bool counts)
    {
        var response = From(_issuer, draft =>
            draft.Good(_leaf, _issuer, TimeSpan.FromSeconds(-seconds)).ProducedAt = Entity.Now.AddSeconds(seconds));

        Assert.Equal(counts, Ask(Of(response)) is RevocationStatus.Good);
    }

    [Theory]
    [InlineData(60, true)]
    [InlineData(-60, false)]
    public void A_revocation_counts_however_far_ahead_its_answer_is_unless_it_is_itself_of_the_future(int revokedSecondsAgo, bool counts)
    {
        var response = From(_issuer, draft => draft.Revoked(_leaf, _issuer, TimeSpan.FromHours(-1), since: TimeSpan.FromSeconds(revokedSecondsAgo))
            .ProducedAt = Entity.Now.AddHours(1));

        Assert.Equal(counts, Ask(Of(response)) is RevocationStatus.Revoked);
    }

    [Theory]
    [InlineData(-31, true)] // it keeps who ended 31 days ago, and the leaf ended 30 days ago
    [InlineData(-29, false)]
    public void A_responder_clears_who_has_ended_only_where_it_keeps_them(int cutoffDays, bool clears)
    {
        var ended = _issuer.Leaf(change: draft => draft.End = Entity.Now.AddDays(-30));
        var cutoff = Ext.Make(Oids.OcspArchiveCutoff, true, writer => writer.WriteGeneralizedTime(Entity.Now.AddDays(cutoffDays), true));
        var response = From(_issuer, draft => draft.Good(ended, _issuer, extension: cutoff));
        var plain = From(_issuer, draft => draft.Good(ended, _issuer));

        Assert.Equal(clears, Ask(Of(response), at: Entity.Now.AddDays(-40), about: ended) is RevocationStatus.Good);
        Assert.IsType<RevocationStatus.Unknown>(Ask(Of(plain), at: Entity.Now.AddDays(-40), about: ended));
    }

    private ChainEvidence Store(Entity responder, CertificateList list)
    {
        var pool = new EvidencePool(
            [_root.Certificate, _issuer.Certificate], new AnchorSet([new TrustAnchor(_root.Certificate)]),
            [new(list, Entity.Now), new(CertificateList.Decode(_root.List()), Entity.Now)], [new(Answer(responder), Entity.Now)]);
        return new EvidenceFinder(pool, mustBeDelegated: true).Find(_leaf.Certificate, Entity.Now.AddDays(-1));
    }

    private static Ext NoCheck => Ext.Make(Oids.OcspNoCheck, false, writer => writer.WriteNull());

    private Entity Plain() => _issuer.Leaf("CN=Responder", draft => draft.Set(Ext.Purposes(Oids.OcspSigning)));

    // A responder whose list speaks about nobody else.
    private Entity ListedDelegate(params Ext[] more) => _issuer.Leaf("CN=Responder", draft =>
        draft.Set(Ext.Purposes(Oids.OcspSigning), Ext.Points(Ext.Point(ListAddress))).Set(more));

    private CertificateList ListAbout(Action<ListDraft> change) => CertificateList.Decode(_issuer.List(draft =>
    {
        draft.Set(Ext.IssuingPoint(ListAddress));
        change(draft);
    }));

    private static OcspResponse From(Entity responder, Action<ResponseDraft> change)
    {
        var draft = new ResponseDraft { Responder = responder };
        change(draft);
        return OcspResponse.Decode(draft.Sign());
    }

    private OcspResponse Answer(Entity responder, TimeSpan? age = null) => From(responder, draft =>
    {
        draft.Good(_leaf, _issuer, age);
        draft.ProducedAt = Entity.Now - (age ?? TimeSpan.FromHours(1));
        draft.Certificates.Add(responder);
    });

    private static RevocationMaterial Of(params OcspResponse[] responses) => new([], responses);

    private RevocationStatus Ask(
        RevocationMaterial material,
        DateTimeOffset? existed = null,
        DateTimeOffset? at = null,
        Entity? about = null,
        RevocationMaterial? aboutSigners = null)
    {
        var anchor = new TrustAnchor(_root.Certificate);
        var paths = new PathValidator(new AnchorSet([anchor]), new CertificatePool([_issuer.Certificate]));
        return new RevocationChecker(paths).Check(
            new RevocationQuestion((about ?? _leaf).Certificate, _issuer.Certificate, anchor, at ?? Entity.Now, Entity.Now)
            {
                ExistedBy = existed is { } time ? _ => time : null, AboutSigners = aboutSigners,
            },
            material, CertificatePool.Empty);
    }
}
