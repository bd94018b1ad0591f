using Licenses.Crypto;
using Licenses.Crypto.X509;
using Licenses.Trust;

namespace Licenses.Tests.Trust;

/// <summary>
/// What looking at what a document offers costs has a bound, whatever it offers; what is beyond cannot be told, and the
/// answer names the limit. Counted, not timed.
/// </summary>
public sealed class WorkBudgetTests
{
    private const int Most = 400; // 200 keys of P-256

    private readonly Entity _root = Entity.Root();
    private readonly Entity _issuer;
    private readonly Entity _leaf;

    public WorkBudgetTests()
    {
        _issuer = _root.Authority("CN=A");
        _leaf = _issuer.Leaf();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(10, 30)]
    [InlineData(20, 60)]
    [InlineData(40, 120)]
    public void Lists_under_a_name_that_many_bear_cost_no_more_than_one_judging_may(int lists, int namesakes)
    {
        var work = new WorkBudget(Token, Most);

        var status = Ask(work, Forged(lists), Namesakes(namesakes));

        var unknown = Assert.IsType<RevocationStatus.Unknown>(status);
        Assert.Contains("WORK_LIMIT", unknown.Detail, StringComparison.Ordinal);
        Assert.InRange(work.Checked, 1, Most / 2);
        Assert.True(work.IsSpent);
    }

    [Theory]
    [InlineData(10, 30)]
    [InlineData(20, 60)]
    [InlineData(40, 120)]
    public void Long_term_data_under_a_name_that_many_bear_cost_no_more_than_one_judging_may(int lists, int namesakes)
    {
        var work = new WorkBudget(Token, Most);
        var pool = new EvidencePool(
            [.. Namesakes(namesakes).All, _issuer.Certificate, _root.Certificate], new AnchorSet([new TrustAnchor(_root.Certificate)]),
            Forged(lists).Select(list => new Known<CertificateList>(list, Entity.Now)), [])
        {
            Work = work,
        };

        var found = new EvidenceFinder(pool, mustBeDelegated: true).Find(_leaf.Certificate, Entity.Now);

        Assert.Contains(found.Missing, one => one.En.Contains("WORK_LIMIT", StringComparison.Ordinal) && one.Zh.Contains("WORK_LIMIT", StringComparison.Ordinal));
        Assert.InRange(work.Checked, 1, Most / 2);
    }

    [Fact]
    public void What_the_issuer_itself_signed_is_looked_at_before_what_others_offer()
    {
        var revoking = CertificateList.Decode(_issuer.List(list =>
        {
            list.ThisUpdate = Entity.Now.AddDays(-3); // the forged ones are newer
            list.Revoke(_leaf);
        }));

        var status = Ask(new WorkBudget(Token, Most), [.. Forged(40), revoking], Namesakes(120));

        Assert.IsType<RevocationStatus.Revoked>(status);
    }

    [Fact]
    public void What_was_not_looked_at_may_revoke_and_so_nobody_is_cleared()
    {
        var clearing = CertificateList.Decode(_issuer.List());

        Assert.IsType<RevocationStatus.Good>(Ask(new WorkBudget(Token, Most), [clearing], Namesakes(120)));
        Assert.IsType<RevocationStatus.Unknown>(Ask(new WorkBudget(Token, Most), [.. Forged(40), clearing], Namesakes(120)));
    }

    [Fact]
    public void A_judging_that_is_to_end_ends_before_the_next_check()
    {
        using var ending = new CancellationTokenSource();
        ending.Cancel();
        var work = new WorkBudget(ending.Token);

        Assert.Throws<OperationCanceledException>(() => Ask(work, Forged(1), Namesakes(3)));
        Assert.Equal(0, work.Checked);
    }

    [Fact]
    public void All_searches_of_one_judging_share_what_it_may_cost()
    {
        var work = new WorkBudget(Token, 3);
        var paths = new PathValidator(new AnchorSet([new TrustAnchor(_root.Certificate)]), new CertificatePool([_issuer.Certificate]));
        PathOutcome Search() => paths.Validate(
            new PathRequest(_issuer.Leaf().Certificate, Entity.Now, CertificatePurpose.Any, CertificatePool.Empty) { Work = work });

        var outcome = Search();

        Assert.Equal(1, work.Checked); // the second link of the path had to be paid too
        var invalid = Assert.IsType<PathOutcome.Invalid>(outcome);
        Assert.True(invalid.IsDoubt);
        Assert.Equal(SubIndication.TryLater, invalid.Reason);
        Assert.Contains("WORK_LIMIT", invalid.Detail, StringComparison.Ordinal);
        Assert.IsType<PathOutcome.Invalid>(Search());
        Assert.Equal(1, work.Checked);
    }

    private static CertificatePool Namesakes(int count) =>
        new(Enumerable.Range(0, count).Select(_ => Entity.Root("CN=A").Certificate));

    // Each by a key that nobody has: no certificate at hand verifies it.
    private CertificateList[] Forged(int count) =>
    [
        .. Enumerable.Range(0, count).Select(i => CertificateList.Decode(_issuer.List(list =>
        {
            list.ThisUpdate = Entity.Now.AddDays(-1).AddSeconds(i);
            list.BreakSignature = true;
        }))),
    ];

    private RevocationStatus Ask(WorkBudget work, IEnumerable<CertificateList> lists, CertificatePool offered)
    {
        var anchor = new TrustAnchor(_root.Certificate);
        var paths = new PathValidator(new AnchorSet([anchor]), new CertificatePool([_issuer.Certificate]));
        return new RevocationChecker(paths).Check(
            new RevocationQuestion(_leaf.Certificate, _issuer.Certificate, anchor, Entity.Now, Entity.Now) { Work = work },
            new RevocationMaterial(lists, []), offered);
    }
}
