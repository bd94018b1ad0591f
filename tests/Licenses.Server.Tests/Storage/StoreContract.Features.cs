using Licenses.Catalog;
using Licenses.Crypto;
using Licenses.Exemption;
using Licenses.Ledger;
using Licenses.Presentation;
using Licenses.Sealing;
using Licenses.Server.Storage;

namespace Licenses.Server.Tests.Storage;

public abstract partial class StoreContract
{
    [Fact]
    public async Task A_link_works_once_before_its_end_whoever_asks_at_the_same_time()
    {
        var number = await AddAsync();
        await Presentations.AddLinkAsync(new DownloadLink(Sample.Hash("link"), number, Sample.NewYear), Token);

        var inTime = Sample.NewYear.AddTicks(-TimeSpan.TicksPerMillisecond);
        var redeemed = await Task.WhenAll(Enumerable.Range(0, 20)
            .Select(_ => Presentations.RedeemLinkAsync(Sample.Hash("link"), inTime, Token).AsTask()));

        Assert.Equal(number, Assert.Single(redeemed.OfType<LicenseNumber>()));
    }

    [Fact]
    public async Task A_link_ends_at_its_end_and_unknown_links_give_nothing()
    {
        var number = await AddAsync();
        await Presentations.AddLinkAsync(new DownloadLink(Sample.Hash("late"), number, Sample.NewYear), Token);

        Assert.Null(await Presentations.RedeemLinkAsync(Sample.Hash("late"), Sample.NewYear, Token));
        Assert.Null(await Presentations.RedeemLinkAsync(Sample.Hash("unknown"), Sample.NewYear, Token));
    }

    [Fact]
    public async Task The_newest_fact_counts_and_a_repeated_report_adds_none()
    {
        var subject = Sample.Person("31010119930303" + "005", "李四");
        var key = Sample.NextKey();
        var newer = NewFact(subject, Sample.NewYear, holds: false);
        await Exemptions.ReportFactAsync(key, newer, Sample.Leaf("FACT_REPORTED", newer.RecordId), Token);
        var older = NewFact(subject, Sample.NewYear.AddDays(-1), holds: true);
        await Exemptions.ReportFactAsync(Sample.NextKey(), older, Sample.Leaf("FACT_REPORTED", older.RecordId), Token);

        var again = await Exemptions.ReportFactAsync(key, NewFact(subject, Sample.NewYear.AddDays(9), true), Leaf("F"), Token);

        Assert.Equal(newer.RecordId, Assert.IsType<WriteOutcome<string>.Repeated>(again).Value);
        Assert.Equal(newer, await Exemptions.FindFactAsync(subject, newer.Code, Token));
        Assert.Null(await Exemptions.FindFactAsync(subject, "another-fact", Token));
        Assert.Null(await Exemptions.FindFactAsync(Sample.Person("31010119940404" + "007"), newer.Code, Token));
    }

    [Fact]
    public async Task An_internal_check_is_opened_once_and_answered_once()
    {
        var wanted = NewCase("education");
        var opened = await Exemptions.OpenAssistanceAsync(wanted, Leaf(wanted.AssistanceId), Token);
        var same = await Exemptions.OpenAssistanceAsync(
            wanted with { AssistanceId = "another" }, Leaf("another"), Token);
        var key = Sample.NextKey();

        var answered = await AnswerAsync(key, wanted.AssistanceId, AssistanceAnswer.Confirmed);
        var repeated = await AnswerAsync(key, wanted.AssistanceId, AssistanceAnswer.Confirmed);
        var second = await AnswerAsync(Sample.NextKey(), wanted.AssistanceId, AssistanceAnswer.Denied);
        var unknown = await AnswerAsync(Sample.NextKey(), "nothing", AssistanceAnswer.Denied);

        Assert.Equal(wanted, opened);
        Assert.Equal(wanted.AssistanceId, same.AssistanceId);
        var value = Assert.IsType<WriteOutcome<AssistanceCase>.Done>(answered).Value;
        Assert.Equal((AssistanceAnswer.Confirmed, Sample.NewYear), (value.Answer, value.AnsweredAt));
        Assert.Equal(value, Assert.IsType<WriteOutcome<AssistanceCase>.Repeated>(repeated).Value);
        Assert.Equal(WriteConflict.AlreadyAnswered, Assert.IsType<WriteOutcome<AssistanceCase>.Conflict>(second).Why);
        Assert.Equal(WriteConflict.UnknownObject, Assert.IsType<WriteOutcome<AssistanceCase>.Conflict>(unknown).Why);
        Assert.Equal(value, await Exemptions.FindAssistanceAsync(wanted.AssistanceId, Token));
    }

    [Fact]
    public async Task Waiting_checks_come_oldest_first_page_by_page_without_the_answered()
    {
        var cases = Enumerable.Range(0, 5).Select(_ => NewCase("housing")).ToArray();
        foreach (var one in cases)
        {
            await Exemptions.OpenAssistanceAsync(one, Leaf(one.AssistanceId), Token);
        }

        await AnswerAsync(Sample.NextKey(), cases[1].AssistanceId, AssistanceAnswer.CannotTell);

        var first = await Exemptions.ListAssistanceAsync("housing", null, 2, Token);
        var rest = await Exemptions.ListAssistanceAsync("housing", first[^1].AssistanceId, 200, Token);

        Assert.Equal([cases[0], cases[2]], first);
        Assert.Equal([cases[3], cases[4]], rest);
    }

    [Fact]
    public async Task A_filed_decision_is_given_back_as_it_was_and_the_holder_sees_the_use()
    {
        var holder = Sample.Person("31010119950505" + "009", "王五");
        var number = await AddAsync(holder);
        var decision = NewDecision(holder, number);
        await Exemptions.FileAsync(decision, Leaf(decision.DecisionId), Token);

        var found = await Exemptions.FindDecisionAsync(decision.DecisionId, Token);
        var uses = await Presentations.ListUsesAsync(holder, null, 50, Token);

        Assert.Equal(AsJson(decision), AsJson(found!));
        var use = Assert.Single(uses);
        Assert.Equal(
            (number, "徐汇受理中心", "school-enrolment", "CASE-1", "window-3", "入学"),
            (use.Number, use.Organisation, use.ItemCode, use.CaseNumber, use.Operator, use.Purpose));
        Assert.Empty(await Presentations.ListUsesAsync(holder, use.Cursor, 50, Token));
        Assert.Null(await Exemptions.FindDecisionAsync("nothing", Token));
    }

    [Fact]
    public async Task A_use_of_a_seal_is_recorded_once()
    {
        var store = new SqlSealRecordStore(Database, Personal);
        var record = new SealRecord(
            "S" + Guid.NewGuid().ToString("N"), Sample.Issuer, Sample.Hash("in"), Sample.Hash("out"), "Seal1", 1,
            Sample.NewYear, new byte[] { 1, 2, 3 });
        var key = Sample.NextKey();

        var first = await store.AddAsync(key, record, Leaf(record.RecordId), Token);
        var again = await store.AddAsync(key, record with { RecordId = "other" }, Leaf("other"), Token);

        Assert.IsType<WriteOutcome<SealRecord>.Done>(first);
        var repeated = Assert.IsType<WriteOutcome<SealRecord>.Repeated>(again).Value;
        Assert.Equal(record.RecordId, repeated.RecordId);
        Assert.Equal(record.Appended.ToArray(), repeated.Appended.ToArray());
        Assert.IsType<WriteOutcome<SealRecord>.Repeated>(await store.FindWriteAsync(key, Token));
    }

    [Fact]
    public async Task No_table_holds_a_code_or_a_name_in_the_clear()
    {
        var holder = Sample.Person("31010119960606" + "011", "欧阳修远");
        var number = await AddAsync(holder);
        var decision = NewDecision(holder, number);
        await Exemptions.FileAsync(decision, Leaf(decision.DecisionId), Token);
        var fact = NewFact(holder, Sample.NewYear, holds: true);
        await Exemptions.ReportFactAsync(Sample.NextKey(), fact, Leaf(fact.RecordId), Token);

        var text = await DumpAsync();

        Assert.Contains(number.Value, text, StringComparison.Ordinal); // the dump is one
        foreach (var secret in new[] { holder.Code, holder.Name, "人民大道200号", "window-3", "%PDF-1.7" })
        {
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        }
    }

    /// <summary>All that the tables with personal data hold, as Latin-1 and as UTF-8 text.</summary>
    private ValueTask<string> DumpAsync() => Database.ReadAsync(
        async (session, token) =>
        {
            var text = new System.Text.StringBuilder();
            string[] tables = ["licenses", "license_documents", "facts", "decisions", "license_uses", "audit_leaf"];
            foreach (var table in tables)
            {
                await using var reader = await session.Statement($"SELECT * FROM {table}").ExecuteReaderAsync(token);
                while (await reader.ReadAsync(token))
                {
                    for (int i = 0; i < reader.FieldCount; i++)
                    {
                        text.AppendLine(reader.GetValue(i) is byte[] bytes
                            ? System.Text.Encoding.Latin1.GetString(bytes) + System.Text.Encoding.UTF8.GetString(bytes)
                            : reader.GetValue(i).ToString());
                    }
                }
            }

            return text.ToString();
        },
        Token);

    private ValueTask<WriteOutcome<AssistanceCase>> AnswerAsync(WriteKey key, string id, AssistanceAnswer answer) =>
        Exemptions.AnswerAssistanceAsync(key, id, answer, Leaf(id), Token);

    private static AuditLeaf Leaf(string objectId) => Sample.Leaf("TESTED", objectId);

    private static Fact NewFact(Subject subject, DateTimeOffset asOf, bool holds) => new(
        "F" + Guid.NewGuid().ToString("N"), "social-insurance-paid", subject, "hrss", holds, asOf, asOf.AddDays(30));

    private static AssistanceCase NewCase(string department)
    {
        var id = "A" + Guid.NewGuid().ToString("N");
        return new(id, department, "school-enrolment", "no-guardian", "CASE-" + id, Sample.Holder, Sample.NewYear);
    }

    private static FiledDecision NewDecision(Subject applicant, LicenseNumber number)
    {
        var license = new LicenseEvidence(
            number.Value, Sample.TypeCode, LicenseState.Active, 1, Sample.NewYear, StateReason.None, "PASSED", "00",
            [new Finding("BYTE_RANGE", Verdict.Passed, "covers the whole file", 12, null, "覆盖全文")]);
        var material = new MaterialResult(
            "residence", new("居住证", "Residence permit"), MaterialDecision.Exempt, ExemptionGround.IssuedByThisCity,
            ExemptionMethod.ELicense, "E_LICENSE_VERIFIED", new("已核验", "Verified"), new("依据", "Basis"),
            [new Evidence(License: license), new Evidence(Promise: new Promise("promise", "P-1"))]);
        var report = new ExemptionReport(
            "D" + Guid.NewGuid().ToString("N"), "school-enrolment", new UseContext("CASE-1", "window-3", "入学"),
            Sample.NewYear, [material]);
        return new FiledDecision(report.DecisionId, "11310000000000003N", "徐汇受理中心", applicant, report);
    }

    private static string AsJson(FiledDecision decision) =>
        System.Text.Json.JsonSerializer.Serialize(decision.Report, StoredJson.Options) + decision.Applicant.Code;
}
