using Licenses.Ledger;
using Licenses.Sealing.Renewal;
using Licenses.Server.Storage;

namespace Licenses.Server.Tests.Storage;

/// <summary>The renewal of stored documents, in either database.</summary>
public abstract partial class StoreContract
{
    private static readonly RenewalTurn Turn = new(
        Sample.NewYear, Sample.NewYear.AddDays(90), Sample.NewYear.AddMinutes(15), 10);

    private SqlRenewalStore Renewals => new(Database, Personal);

    [Fact]
    public async Task What_is_due_is_taken_most_urgent_first_and_by_one_only()
    {
        var later = await AddDueAsync(Sample.NewYear.AddDays(30));
        var sooner = await AddDueAsync(Sample.NewYear.AddDays(3));
        var notYet = await AddDueAsync(Sample.NewYear.AddDays(100));
        var never = await AddDueAsync(null);

        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Renewals.TakeDueAsync(Turn, Token).AsTask()));

        LicenseNumber[] all = [.. taken.SelectMany(due => due).Select(due => due.Number).Where(number => number == later
            || number == sooner || number == notYet || number == never)];
        Assert.Equal(2, all.Length);
        Assert.Equal([sooner, later], taken.SelectMany(due => due).OrderBy(due => due.RenewBy).Select(due => due.Number)
            .Where(all.Contains));
        Assert.Contains(
            await Renewals.TakeDueAsync(Turn with { Now = Turn.Until, Most = 1000 }, Token), due => due.Number == sooner);
    }

    [Fact]
    public async Task A_renewed_document_takes_the_place_of_the_version_that_it_was_made_of_with_its_leaf()
    {
        var number = await AddDueAsync(Sample.NewYear);
        var due = new DueDocument(number, 1, Sample.NewYear);
        byte[] renewed = [.. (await Renewals.FindAsync(due, Token))!.Value.Span, 1, 2, 3];

        Assert.True(await Renewals.ReplaceAsync(Renewed(due, renewed), Leaf(number, 2), Token));

        Assert.Equal(renewed, (await Licenses.FindDocumentAsync(number, Token))!.Value.ToArray());
        Assert.Null(await Renewals.FindAsync(due, Token));
        Assert.Equal(1, await ScalarAsync(
            $"SELECT COUNT(*) FROM audit_leaf WHERE event = 'DOCUMENT_RENEWED' AND object_version = 2 AND object_id = '{number}'"));
        var issued = await Licenses.FindAsync(number, Token);
        Assert.True(issued!.DocumentSize < renewed.Length); // what was issued stays on record
    }

    [Fact]
    public async Task Of_many_who_renew_the_same_version_one_does_and_the_others_leave_no_trace()
    {
        var number = await AddDueAsync(Sample.NewYear);
        var due = new DueDocument(number, 1, Sample.NewYear);

        var done = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            Renewals.ReplaceAsync(Renewed(due, [(byte)i]), Leaf(number, 2), Token).AsTask()));

        Assert.Single(done, true);
        Assert.Equal(1, await ScalarAsync($"SELECT COUNT(*) FROM audit_leaf WHERE event = 'DOCUMENT_RENEWED' AND object_id = '{number}'"));
        Assert.Equal(2, await ScalarAsync($"SELECT version FROM license_documents WHERE number = '{number}'"));
        await Renewals.ScheduleAsync(due, new RenewalSchedule(null, Sample.NewYear), Token); // of an older version: ignored
        Assert.Equal(1, await ScalarAsync($"SELECT COUNT(*) FROM license_documents WHERE renew_by IS NOT NULL AND number = '{number}'"));
    }

    [Fact]
    public async Task Documents_of_before_the_renewal_have_nothing_to_renew()
    {
        var before = await Renewals.CountDueAsync(Sample.NewYear.AddYears(100), Token);
        var number = await AddAsync();
        await ExecuteAsync($"UPDATE license_documents SET renew_by = NULL WHERE number = '{number}'");

        Assert.Equal(before, await Renewals.CountDueAsync(Sample.NewYear.AddYears(100), Token));
    }

    private async Task<LicenseNumber> AddDueAsync(DateTimeOffset? renewBy)
    {
        var license = Sample.License() with { RenewBy = renewBy };
        Assert.IsType<WriteOutcome<License>.Done>(await Licenses.AddAsync(license, Token));
        return license.License.Number;
    }

    private static RenewedDocument Renewed(DueDocument due, byte[] document) =>
        new(due, document, new RenewalSchedule(Sample.NewYear.AddYears(5), Sample.NewYear));

    private static AuditLeaf Leaf(LicenseNumber number, long version) =>
        new("DOCUMENT_RENEWED", number.Value, version, Sample.Issuer, Sample.NewYear, Sample.Hash("renewed"));
}
