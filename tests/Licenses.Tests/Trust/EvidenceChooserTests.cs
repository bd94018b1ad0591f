using Licenses.Crypto.Ocsp;
using Licenses.Crypto.X509;
using Licenses.Testing.Clock;
using Licenses.Trust;
using Licenses.Trust.Fetching;

namespace Licenses.Tests.Trust;

/// <summary>What of a harvest is stored in a document.</summary>
public sealed class EvidenceChooserTests
{
    private readonly Entity _root = Entity.Root();
    private readonly Entity _leaf;

    public EvidenceChooserTests() => _leaf = _root.Leaf();

    [Fact]
    public void Of_several_that_clear_the_newest_response_is_taken_and_a_list_only_where_no_response_serves()
    {
        SourceHarvest[] harvests = [Of(Answer(draft => draft.Good(_leaf, _root, TimeSpan.FromHours(2)))), Of(List()), Of(Answer(draft => draft.Good(_leaf, _root)))];

        var newest = Choose(harvests, (_, _) => true);
        var list = Choose(harvests, (_, word) => word.List is not null);

        Assert.Same(harvests[2].Response, newest.Response);
        Assert.Same(harvests[1].Lists[0], list.List);
    }

    [Fact]
    public void Where_a_list_names_the_certificate_in_a_way_that_cannot_be_read_nobody_clears_it()
    {
        var unreadable = List(draft => draft.Entries.Add((_leaf.Certificate.SerialBytes.ToArray(), [Ext.Unknown(true)])));

        var chosen = Choose([Of(Answer(draft => draft.Good(_leaf, _root))), Of(unreadable)], (_, _) => true);

        Assert.True(chosen.IsEmpty);
        Assert.Contains("cannot be read", chosen.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_revocation_is_taken_though_it_is_older_than_what_clears()
    {
        var old = List(draft =>
        {
            (draft.ThisUpdate, draft.NextUpdate) = (Entity.Now.AddDays(-20), Entity.Now.AddDays(-10));
            draft.Revoke(_leaf, RevocationReason.KeyCompromise);
        });

        var chosen = Choose([Of(Answer(draft => draft.Good(_leaf, _root))), Of(List()), Of(old)], (_, _) => true);

        Assert.Same(old, chosen.List);
    }

    private static SourceHarvest Of(OcspResponse response) => new("responder", "") { Response = response };

    private static SourceHarvest Of(CertificateList list) => new("lists", "") { Lists = [list] };

    private CertificateList List(Action<ListDraft>? change = null) => CertificateList.Decode(_root.List(change));

    private OcspResponse Answer(Action<ResponseDraft> change)
    {
        var draft = new ResponseDraft { Responder = _root };
        change(draft);
        return OcspResponse.Decode(draft.Sign());
    }

    private FetchedEvidence Choose(SourceHarvest[] harvests, Func<EvidenceWish.Status, FetchedEvidence, bool> serves)
    {
        var (clock, anchor) = (new ManualClock(Entity.Now), new TrustAnchor(_root.Certificate));
        var judge = new HarvestJudge(new CurrentTrust(new TrustStore([anchor], [], RevocationMaterial.Empty), clock), clock);
        var question = new EvidenceCase(new RevocationInquiry(_leaf.Certificate, _root.Certificate, anchor), judge, TimeSpan.FromDays(7));
        var wish = new EvidenceWish.Status(_leaf.Certificate, _root.Certificate, Entity.Now.AddDays(-1), new("", ""));
        return new EvidenceChooser(wish, question, serves).Choose(harvests);
    }
}
