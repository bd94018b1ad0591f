using System.Collections.Immutable;
using System.Globalization;
using Licenses.Crypto.Seals;
using Licenses.Sealing;
using Licenses.Sealing.Desk;
using Licenses.Server.Storage;

namespace Licenses.Server.Tests.Storage;

/// <summary>The seal desk's tables, in either database.</summary>
public abstract partial class StoreContract
{
    private static readonly Person Asker = new("欧阳经办", "7", "key");

    private protected ISealDeskStore Desk => new SqlSealDeskStore(Database, Personal);

    private protected ISealRecordStore SealRecords => new SqlSealRecordStore(Database, Personal);

    [Fact]
    public async Task A_seal_is_found_as_it_was_written_with_its_versions_and_events()
    {
        var asked = NewSeal();
        var first = await Desk.WriteAsync(Write(asked, draft: Draft("样例一")), Token);
        Assert.Equal(asked, Assert.IsType<WriteOutcome<DeskSeal>.Done>(first).Value);
        var made = await MakeAsync(asked);

        Assert.Equal(made, await Desk.FindAsync(asked.SealId, Token));
        var version = await Desk.FindVersionAsync(asked.SealId, 1, Token);
        Assert.Equal("样例一", version!.Draft.Name);
        Assert.Equal(new byte[] { 1, 2, 3 }, version.Draft.Picture.Data.ToArray());
        Assert.Equal(new byte[] { 9 }, Assert.Single(version.Draft.Signers).ToArray());
        Assert.Equal(Bytes(asked, 1), version.Made!.Encoded.ToArray());
        Assert.Equal(1, (await Desk.FindMadeAsync(Sample.Hash(asked.SealId + 1), Token))!.Number);
        Assert.Null(await Desk.FindMadeAsync(Sample.Hash("nothing"), Token));
        var events = await Desk.FindEventsAsync(asked.SealId, Token);
        Assert.Equal([SealState.Requested, SealState.Active], events.Select(step => step.State));
        Assert.Equal(Asker, events[0].By);
        Assert.Null(await Desk.FindAsync("nothing", Token));
    }

    [Fact]
    public async Task A_step_follows_the_revision_before_it_or_is_not_taken()
    {
        var seal = NewSeal();
        await Desk.WriteAsync(Write(seal, draft: Draft("样例")), Token);
        var frozen = await MakeAsync(seal) with { State = SealState.Frozen, Revision = 3 };

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Desk.WriteAsync(Write(frozen), Token).AsTask()));

        Assert.Single(outcomes.OfType<WriteOutcome<DeskSeal>.Done>());
        Assert.All(
            outcomes.OfType<WriteOutcome<DeskSeal>.Conflict>(), conflict => Assert.Equal(WriteConflict.VersionConflict, conflict.Why));
        Assert.Equal(3, (await Desk.FindEventsAsync(seal.SealId, Token)).Length);
        Assert.Equal(0L, await ScalarAsync("SELECT (SELECT next_index FROM audit_head) - (SELECT COUNT(*) FROM audit_leaf)"));
        Assert.Equal(3L, await ScalarAsync($"SELECT COUNT(*) FROM audit_leaf WHERE object_id = '{seal.SealId}'"));
    }

    [Fact]
    public async Task A_step_is_idempotent_and_another_payload_under_its_id_is_refused()
    {
        var write = Write(NewSeal(), draft: Draft("样例"));
        await Desk.WriteAsync(write, Token);

        var again = await Desk.WriteAsync(write with { Seal = NewSeal() }, Token);
        var other = await Desk.WriteAsync(write with { Key = write.Key with { Fingerprint = Sample.Hash("other") } }, Token);

        Assert.Equal(write.Seal.SealId, Assert.IsType<WriteOutcome<DeskSeal>.Repeated>(again).Value.SealId);
        Assert.IsType<WriteOutcome<DeskSeal>.Reused>(other);
        Assert.IsType<WriteOutcome<DeskSeal>.Repeated>(await Desk.FindWriteAsync(write.Key, Token));
    }

    [Fact]
    public async Task Uses_are_counted_and_listed_page_by_page()
    {
        var seal = NewSeal();
        await Desk.WriteAsync(Write(seal, draft: Draft("样例")), Token);
        await MakeAsync(seal);
        for (int i = 0; i < 5; i++)
        {
            Assert.IsType<WriteOutcome<SealRecord>.Done>(await UseAsync(seal.SealId, 1, $"doc{i}"));
        }

        var first = await Desk.ListUsesAsync(seal.SealId, null, 3, Token);
        var rest = await Desk.ListUsesAsync(seal.SealId, first[^1].Cursor, 3, Token);

        Assert.Equal((3, 2), (first.Length, rest.Length));
        Assert.Equal(Sample.Hash("doc4"), first[0].Use.Digest.ToArray());
        Assert.Equal((Asker, "SM3", 1), (first[0].Use.By, first[0].Use.DigestAlgorithm, first[0].Use.Version));
        Assert.Equal(5, (await Desk.FindAsync(seal.SealId, Token))!.Uses);
    }

    [Fact]
    public async Task A_seal_that_may_not_be_applied_leaves_no_trace_of_a_use()
    {
        var seal = NewSeal();
        await Desk.WriteAsync(Write(seal, draft: Draft("样例")), Token);
        Assert.IsType<WriteOutcome<SealRecord>.Conflict>(await UseAsync(seal.SealId, 1, "too early"));
        var made = await MakeAsync(seal);
        Assert.IsType<WriteOutcome<SealRecord>.Conflict>(await UseAsync(seal.SealId, 2, "no such version"));
        Assert.IsType<WriteOutcome<SealRecord>.Conflict>(await UseAsync("nothing", 1, "no such seal"));
        Assert.IsType<WriteOutcome<SealRecord>.Conflict>(
            await UseAsync(seal.SealId, 1, "too late", at: Sample.NewYear.AddYears(2)));
        Assert.IsType<WriteOutcome<SealRecord>.Conflict>(
            await UseAsync(seal.SealId, 1, "whose", organisation: "11310000000000002T"));
        await Desk.WriteAsync(Write(made with { State = SealState.Frozen, Revision = 3 }), Token);
        var before = await CountAsync("audit_leaf");

        var outcome = await UseAsync(seal.SealId, 1, "frozen");

        Assert.Equal(WriteConflict.IllegalTransition, Assert.IsType<WriteOutcome<SealRecord>.Conflict>(outcome).Why);
        Assert.Equal(before, await CountAsync("audit_leaf"));
        Assert.Empty(await Desk.ListUsesAsync(seal.SealId, null, 10, Token));
        Assert.Equal(0L, await ScalarAsync("SELECT COUNT(*) FROM seal_records"));
    }

    [Fact]
    public async Task Whoever_freezes_a_seal_in_use_comes_before_or_after_each_use()
    {
        var seal = NewSeal();
        await Desk.WriteAsync(Write(seal, draft: Draft("样例")), Token);
        var made = await MakeAsync(seal);
        var uses = Enumerable.Range(0, 40).Select(i => UseAsync(seal.SealId, 1, $"race{i}").AsTask()).ToArray();
        await Desk.WriteAsync(Write(made with { State = SealState.Frozen, Revision = 3 }), Token);
        var outcomes = await Task.WhenAll(uses);

        int done = outcomes.OfType<WriteOutcome<SealRecord>.Done>().Count();
        Assert.All(outcomes, outcome => Assert.True(
            outcome is WriteOutcome<SealRecord>.Done or WriteOutcome<SealRecord>.Conflict));
        Assert.Equal(done, (await Desk.FindAsync(seal.SealId, Token))!.Uses);
        Assert.Equal(
            0L,
            await ScalarAsync(
                $"""
                SELECT COUNT(*) FROM audit_leaf AS u WHERE u.event = 'SEAL_USED' AND u.leaf_index >
                    (SELECT f.leaf_index FROM audit_leaf AS f WHERE f.object_id = '{seal.SealId}' AND f.object_version = 3)
                """));
    }

    [Fact]
    public async Task Made_anew_the_version_before_ends_at_that_instant()
    {
        var seal = NewSeal();
        await Desk.WriteAsync(Write(seal, draft: Draft("一")), Token);
        var made = await MakeAsync(seal);
        var asked = made with { Revision = 3, Drafts = 2 };
        await Desk.WriteAsync(Write(asked, draft: Draft("二")), Token);
        await MakeAsync(asked, version: 2);

        Assert.Equal(Sample.NewYear.AddHours(4), (await Desk.FindVersionAsync(seal.SealId, 1, Token))!.Made!.EndedAt);
        Assert.Null((await Desk.FindVersionAsync(seal.SealId, 2, Token))!.Made!.EndedAt);
        Assert.IsType<WriteOutcome<SealRecord>.Conflict>(await UseAsync(seal.SealId, 1, "old"));
        Assert.IsType<WriteOutcome<SealRecord>.Done>(await UseAsync(seal.SealId, 2, "new"));
    }

    [Fact]
    public async Task No_table_of_the_desk_holds_a_name_in_the_clear()
    {
        var seal = NewSeal();
        await Desk.WriteAsync(Write(seal, draft: Draft("上官某某印章")), Token);

        foreach (var column in new[] { "seals.sealed_pending", "seal_versions.sealed_draft", "seal_events.sealed_actor" })
        {
            var (table, name) = (column.Split('.')[0], column.Split('.')[1]);
            var bytes = await Database.ReadAsync(
                async (session, token) => (byte[])(await session.Statement($"SELECT {name} FROM {table} LIMIT 1").ExecuteScalarAsync(token))!,
                Token);
            Assert.False(bytes.AsSpan().IndexOf("欧阳"u8) >= 0 || bytes.AsSpan().IndexOf("上官"u8) >= 0, column);
        }
    }

    private static DeskSeal NewSeal() => new("S" + Guid.NewGuid().ToString("N"), Sample.Issuer)
    {
        State = SealState.Requested,
        ChangedAt = Sample.NewYear,
        ValidFrom = Sample.NewYear,
        ValidUntil = Sample.NewYear.AddYears(1),
        Pending = new PendingWish(SealWish.Make, 1, Asker, Sample.Issuer, Sample.NewYear, "新设"),
    };

    private static SealDraft Draft(string name) => new()
    {
        Name = name,
        Kind = SealKind.Official,
        Format = SealFormat.Gmt2025,
        Picture = new SealPicture("SVG", new byte[] { 1, 2, 3 }, 42, 40),
        ValidFrom = Sample.NewYear,
        ValidUntil = Sample.NewYear.AddYears(1),
        Signers = [new byte[] { 9 }],
    };

    private static byte[] Bytes(DeskSeal seal, int version) => System.Text.Encoding.ASCII.GetBytes(seal.SealId + version);

    private static DeskWrite Write(DeskSeal seal, SealDraft? draft = null, MadeSeal? made = null) => new(
        Sample.NextKey(),
        seal,
        new SealEvent("SEAL_STEP", seal.State, seal.Version, seal.ChangedAt, Sample.Issuer, Asker, "测试"),
        Leaf(seal.SealId) with { Event = "SEAL_STEP", ObjectVersion = seal.Revision })
    {
        Draft = draft,
        Made = made,
    };

    private async Task<DeskSeal> MakeAsync(DeskSeal asked, int version = 1)
    {
        var made = asked with
        {
            State = SealState.Active, Version = version, Revision = asked.Revision + 1, Pending = null,
            ChangedAt = Sample.NewYear.AddHours(asked.Revision + 1),
        };
        var file = new MadeSeal(Bytes(asked, version), Sample.Hash(asked.SealId + version.ToString(CultureInfo.InvariantCulture)), made.ChangedAt, null);
        Assert.IsType<WriteOutcome<DeskSeal>.Done>(await Desk.WriteAsync(Write(made, made: file), Token));
        return made;
    }

    private ValueTask<WriteOutcome<SealRecord>> UseAsync(
        string sealId, int version, string document, DateTimeOffset? at = null, string organisation = Sample.Issuer)
    {
        var record = new SealRecord(
            "S" + Guid.NewGuid().ToString("N"), organisation, Sample.Hash("in"), Sample.Hash("out"), "Seal1", 1,
            at ?? Sample.NewYear.AddDays(1), new byte[] { 1 })
        {
            Use = new DeskUse(sealId, version, "SM3", Sample.Hash(document), Asker),
        };
        return SealRecords.AddAsync(Sample.NextKey(), record, Leaf(record.RecordId) with { Event = "SEAL_USED" }, Token);
    }
}
