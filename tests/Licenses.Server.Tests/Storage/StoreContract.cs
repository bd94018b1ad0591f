using System.Collections.Immutable;
using System.Data.Common;
using Licenses.Exemption;
using Licenses.Issuing;
using Licenses.Presentation;
using Licenses.Revocation;
using Licenses.Server.Storage;

namespace Licenses.Server.Tests.Storage;

/// <summary>What every database must do; run by SQLite and by PostgreSQL.</summary>
public abstract partial class StoreContract
{
    private readonly SubjectProtector _protector = new([.. Enumerable.Range(0, 64).Select(i => (byte)i)]);

    internal abstract IDatabase Database { get; }

    private protected ILicenseStore Licenses => new SqlLicenseStore(Database, Personal);

    private protected IStatusStore Statuses => new SqlStatusStore(Database);

    private protected IExemptionStore Exemptions => new SqlExemptionStore(Database, Personal);

    private protected IPresentationStore Presentations => new SqlPresentationStore(Database, Personal);

    private PersonalData Personal => new(_protector);

    private static CancellationToken Token => Sample.Token;

    [Fact]
    public async Task An_issued_license_is_found_as_it_was_given()
    {
        var added = Sample.License();

        var outcome = await Licenses.AddAsync(added, Token);

        Assert.IsType<WriteOutcome<License>.Done>(outcome);
        var found = await Licenses.FindAsync(added.License.Number, Token);
        Assert.Equal(added.License with { DocumentSha256 = default }, found! with { DocumentSha256 = default });
        Assert.True(added.License.DocumentSha256.Span.SequenceEqual(found.DocumentSha256.Span));
        var document = await Licenses.FindDocumentAsync(added.License.Number, Token);
        Assert.True(added.Document.Span.SequenceEqual(document!.Value.Span));
        Assert.Equal(added.License.Number, await Licenses.FindByDocumentAsync(added.License.DocumentSha256, Token));
    }

    [Fact]
    public async Task The_same_request_again_gives_the_same_license()
    {
        var first = Sample.License();
        await Licenses.AddAsync(first, Token);
        await Statuses.ChangeAsync(Sample.Change(first.License.Number, LicenseState.Suspended), Token);

        var outcome = await Licenses.AddAsync(Sample.License(first.Key), Token);

        var repeated = Assert.IsType<WriteOutcome<License>.Repeated>(outcome);
        Assert.Equal(first.License.Number, repeated.Value.Number);
        Assert.Equal(LicenseState.Suspended, repeated.Value.Status.State); // as it stands now
        Assert.IsType<WriteOutcome<License>.Repeated>(await Licenses.FindWriteAsync(first.Key, Token));
    }

    [Fact]
    public async Task Another_payload_under_a_used_request_id_is_refused()
    {
        var first = Sample.License();
        await Licenses.AddAsync(first, Token);
        var other = first.Key with { Fingerprint = Sample.Hash("other") };

        Assert.IsType<WriteOutcome<License>.Reused>(await Licenses.AddAsync(Sample.License(other), Token));
        Assert.IsType<WriteOutcome<License>.Reused>(await Licenses.FindWriteAsync(other, Token));
        Assert.IsType<WriteOutcome<StatusEntry>.Reused>(
            await Statuses.ChangeAsync(Sample.Change(first.License.Number, LicenseState.Revoked, other), Token));
    }

    [Fact]
    public async Task Request_ids_belong_to_the_organisation_that_chose_them()
    {
        var first = Sample.License();
        await Licenses.AddAsync(first, Token);

        var another = first.Key with { ActorCode = "11310000000000002T" };

        Assert.IsType<WriteOutcome<License>.Done>(await Licenses.AddAsync(Sample.License(another), Token));
    }

    [Fact]
    public async Task A_taken_number_is_refused_and_leaves_no_trace()
    {
        var first = Sample.License();
        await Licenses.AddAsync(first, Token);
        var second = Sample.License(number: first.License.Number);
        var before = await CountAsync("audit_leaf");

        var outcome = await Licenses.AddAsync(second, Token);

        Assert.Equal(
            WriteConflict.NumberTaken, Assert.IsType<WriteOutcome<License>.Conflict>(outcome).Why);
        Assert.Null(await Licenses.FindWriteAsync(second.Key, Token));
        Assert.Equal(before, await CountAsync("audit_leaf"));
    }

    [Fact]
    public async Task Unknown_licenses_are_not_found()
    {
        var number = Sample.NextNumber();

        Assert.Null(await Licenses.FindAsync(number, Token));
        Assert.Null(await Licenses.FindDocumentAsync(number, Token));
        Assert.Null(await Licenses.FindByDocumentAsync(Sample.Hash("nothing"), Token));
        Assert.Null(await Licenses.FindWriteAsync(Sample.NextKey(), Token));
        Assert.Empty(await Statuses.FindAsync([number], Token));
    }

    [Fact]
    public async Task A_hundred_callers_with_one_request_id_make_one_license()
    {
        var key = Sample.NextKey();

        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 100).Select(_ => Licenses.AddAsync(Sample.License(key), Token).AsTask()));

        var done = Assert.Single(outcomes.OfType<WriteOutcome<License>.Done>());
        var repeated = outcomes.OfType<WriteOutcome<License>.Repeated>().ToArray();
        Assert.Equal(99, repeated.Length);
        Assert.All(repeated, again => Assert.Equal(done.Value.Number, again.Value.Number));
    }

    [Fact]
    public async Task A_holders_licenses_come_newest_first_page_by_page()
    {
        var holder = Sample.Person("31010119920202" + "003");
        var added = new List<LicenseNumber>();
        for (int i = 0; i < 5; i++)
        {
            var license = Sample.License(holder: holder, typeCode: i == 2 ? "other-type" : Sample.TypeCode);
            await Licenses.AddAsync(license, Token);
            added.Insert(0, license.License.Number);
        }

        var first = await Licenses.ListByHolderAsync(holder, [], null, 2, Token);
        var rest = await Licenses.ListByHolderAsync(holder, [], first[^1].Cursor, 200, Token);
        var typed = await Licenses.ListByHolderAsync(holder, ["other-type", "third-type"], null, 200, Token);

        Assert.Equal(added, first.Concat(rest).Select(row => row.License.Number));
        Assert.Equal(added[2], Assert.Single(typed).License.Number);
    }

    [Fact]
    public async Task A_change_of_state_counts_the_version_up_and_carries_the_databases_time()
    {
        var license = await AddAsync();

        var outcome = await Statuses.ChangeAsync(Sample.Change(license, LicenseState.Suspended), Token);

        var entry = Assert.IsType<WriteOutcome<StatusEntry>.Done>(outcome).Value;
        Assert.Equal((LicenseState.Suspended, 2), (entry.Stored.State, entry.Stored.Version));
        var found = Assert.Single(await Statuses.FindAsync([license], Token));
        Assert.Equal(entry.Stored, found.Stored);
        Assert.InRange((DateTimeOffset.UtcNow - found.AsOf).TotalSeconds, -2, 60);
    }

    [Fact]
    public async Task Illegal_moves_stale_versions_and_unknown_numbers_are_refused()
    {
        var license = await AddAsync();
        await Statuses.ChangeAsync(Sample.Change(license, LicenseState.Revoked), Token);

        await AssertConflictAsync(WriteConflict.IllegalTransition, Sample.Change(license, LicenseState.Active));
        await AssertConflictAsync(
            WriteConflict.VersionConflict, Sample.Change(license, LicenseState.Active, expectedVersion: 1));
        await AssertConflictAsync(
            WriteConflict.UnknownObject, Sample.Change(Sample.NextNumber(), LicenseState.Revoked));
    }

    [Fact]
    public async Task Of_many_who_revoke_at_once_one_does()
    {
        var license = await AddAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20)
            .Select(_ => Statuses.ChangeAsync(Sample.Change(license, LicenseState.Revoked), Token).AsTask()));

        Assert.Single(outcomes.OfType<WriteOutcome<StatusEntry>.Done>());
        Assert.Equal(2, Assert.Single(await Statuses.FindAsync([license], Token)).Stored.Version);
    }

    [Fact]
    public async Task A_thousand_statuses_are_read_at_once_and_unknown_numbers_have_no_row()
    {
        var added = await Task.WhenAll(Enumerable.Range(0, 120).Select(_ => AddAsync()));
        ImmutableArray<LicenseNumber> asked = [.. added, .. Enumerable.Range(0, 880).Select(_ => Sample.NextNumber())];

        var found = await Statuses.FindAsync(asked, Token);

        Assert.Equal(added.ToHashSet(), found.Select(entry => entry.Number).ToHashSet());
    }

    [Fact]
    public async Task Audit_leaves_are_numbered_without_a_gap_whoever_writes()
    {
        var writes = Enumerable.Range(0, 60).Select(async i =>
        {
            var license = Sample.License();
            await Licenses.AddAsync(license, Token);
            await Licenses.AddAsync(Sample.License(number: license.License.Number), Token); // refused
            await Statuses.ChangeAsync(Sample.Change(license.License.Number, LicenseState.Revoked), Token);
        });
        await Task.WhenAll(writes);

        var count = await CountAsync("audit_leaf");
        Assert.Equal(count - 1, await ScalarAsync("SELECT MAX(leaf_index) FROM audit_leaf"));
        Assert.Equal(0, await ScalarAsync("SELECT MIN(leaf_index) FROM audit_leaf"));
        Assert.Equal(count, await ScalarAsync("SELECT next_index FROM audit_head"));
    }

    [Theory]
    [InlineData("UPDATE audit_leaf SET event = 'X'")]
    [InlineData("DELETE FROM audit_leaf")]
    public async Task Audit_leaves_can_be_neither_changed_nor_taken_away(string statement)
    {
        await AddAsync();

        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await Database.WriteAsync<int>(
            async (session, token) => new WriteOutcome<int>.Done(await session.ExecuteAsync(statement, token)), Token));
    }

    private async Task AssertConflictAsync(WriteConflict why, StateChange change) => Assert.Equal(
        why, Assert.IsType<WriteOutcome<StatusEntry>.Conflict>(await Statuses.ChangeAsync(change, Token)).Why);

    private async Task<LicenseNumber> AddAsync(Subject? holder = null)
    {
        var license = Sample.License(holder: holder);
        Assert.IsType<WriteOutcome<License>.Done>(await Licenses.AddAsync(license, Token));
        return license.License.Number;
    }

    private ValueTask<long> CountAsync(string table) => ScalarAsync($"SELECT COUNT(*) FROM {table}");

    private ValueTask<long> ScalarAsync(string sql) => Database.ReadAsync(
        async (session, token) =>
        {
            await using DbDataReader reader = await session.Statement(sql).ExecuteReaderAsync(token);
            await reader.ReadAsync(token);
            return reader.GetInt64(0);
        },
        Token);
}
