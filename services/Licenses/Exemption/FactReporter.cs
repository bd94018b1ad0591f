using System.Security.Cryptography;
using Licenses.Catalog;
using Licenses.Ledger;

namespace Licenses.Exemption;

/// <summary>Takes facts that departments report about subjects, to be looked up later (数据核验).</summary>
public sealed class FactReporter(CityCatalog catalog, IExemptionStore store, TimeProvider clock)
{
    private static readonly TimeSpan AllowedSkew = TimeSpan.FromMinutes(2);

    /// <summary>Stores a fact of the caller's own department; the value is the record's identifier.</summary>
    public async Task<Outcome<string>> ReportAsync(
        Caller caller, RequestId requestId, FactReport report, CancellationToken cancellationToken)
    {
        var department = catalog.FindDepartmentByCode(caller.OrganisationCode);
        if (catalog.FindFact(report.FactCode) is not { } type || department?.Key != type.DepartmentKey)
        {
            return new Outcome<string>.Refused(new Refusal(
                RefusalReason.NotEntitled, "该单位无权报送此项数据", "this organisation may not report this fact"));
        }

        var now = clock.GetUtcNow();
        if (Check(report, now) is { IsEmpty: false } violations)
        {
            return new Outcome<string>.Refused(Refusal.InvalidFields(violations));
        }

        var fingerprint = new Fingerprint("ReportFact")
            .Add(report.FactCode).Add(report.Subject).Add(report.Holds.ToString()).Add(report.AsOf).Add(report.NotAfter)
            .ToSha256();
        var fact = new Fact(
            "F" + RandomNumberGenerator.GetHexString(20), report.FactCode, report.Subject, department.Key,
            report.Holds, report.AsOf, report.NotAfter);
        var leaf = new AuditLeaf("FACT_REPORTED", fact.RecordId, 1, caller.OrganisationCode, now, fingerprint);
        var key = new WriteKey(caller.OrganisationCode, requestId.Value, fingerprint);
        return await store.ReportFactAsync(key, fact, leaf, cancellationToken) switch
        {
            WriteOutcome<string>.Done done => new Outcome<string>.Done(done.Value),
            WriteOutcome<string>.Repeated done => new Outcome<string>.Done(done.Value, IsRepeated: true),
            _ => new Outcome<string>.Refused(Refusal.RequestIdReused),
        };
    }

    private static ImmutableArray<FieldViolation> Check(FactReport report, DateTimeOffset now)
    {
        var violations = ImmutableArray.CreateBuilder<FieldViolation>();
        if (report.AsOf > now + AllowedSkew)
        {
            violations.Add(new("as_of", new("不得晚于当前时间", "must not be in the future")));
        }

        if (report.NotAfter <= report.AsOf)
        {
            violations.Add(new("not_after", new("须晚于 as_of", "must be later than as_of")));
        }

        return violations.ToImmutable();
    }
}

/// <summary>A fact as a department reports it.</summary>
public sealed record FactReport(
    string FactCode, Subject Subject, bool Holds, DateTimeOffset AsOf, DateTimeOffset NotAfter);
