using Google.Protobuf.WellKnownTypes;
using Licenses.Server.Tests.Host;
using Licenses.V1;

namespace Licenses.Server.Tests.Stories;

/// <summary>Whose license or fact serves is the catalogue's word, not the counter's.</summary>
public sealed class WhoseLicenseTests : IAsyncLifetime
{
    private static readonly V1.Subject First = Person("11010519491231002X", "样例甲");
    private static readonly V1.Subject Second = Person("440524188001010014", "样例乙");

    private static readonly V1.Subject Company = new()
    {
        Kind = V1.SubjectKind.Organisation, Code = "91310000MA99000011", Name = "样例公司",
    };

    private RunningServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Every_driver_to_be_employed_needs_a_licence_of_the_own()
    {
        await IssueDriverLicenceAsync(First);

        Assert.Equal("NO_LICENSE_FOUND", await ReasonAsync("road-freight-permit", "driver-licence", Company));
        Assert.Equal("E_LICENSE_VERIFIED", await ReasonAsync("road-freight-permit", "driver-licence", Company, First));
        Assert.Equal("NO_LICENSE_FOUND", await ReasonAsync("road-freight-permit", "driver-licence", Company, First, Second));
    }

    [Fact]
    public async Task A_clean_record_of_somebody_else_is_no_clean_record_of_the_applicant()
    {
        await ReportCleanRecordAsync(Second, holds: true);
        Assert.Equal("FACT_NOT_REPORTED", await ReasonAsync("teacher-qualification-recognition", "no-criminal-record", First, Second));

        await ReportCleanRecordAsync(First, holds: false);
        Assert.Equal("FACT_DENIED", await ReasonAsync("teacher-qualification-recognition", "no-criminal-record", First, Second));
    }

    private static V1.Subject Person(string code, string name) =>
        new() { Kind = V1.SubjectKind.Person, Code = code, Name = name };

    private async Task<string> ReasonAsync(string item, string material, V1.Subject applicant, params V1.Subject[] related)
    {
        var client = new ExemptionService.ExemptionServiceClient(_server.ChannelOf("center"));
        var decision = await client.CheckAsync(new CheckRequest
        {
            ItemCode = item,
            Applicant = applicant,
            RelatedSubjects = { related },
            Use = new UseContext { CaseNumber = "WHOSE-1", Operator = "window-1", Purpose = "核对材料" },
        });
        return decision.Materials.Single(row => row.MaterialCode == material).ReasonCode;
    }

    private async Task IssueDriverLicenceAsync(V1.Subject holder)
    {
        var catalog = new CatalogService.CatalogServiceClient(_server.ChannelOf("issuer-police"));
        var type = await catalog.GetLicenseTypeAsync(new GetLicenseTypeRequest { Code = "driver-licence" });
        var request = new IssueRequest { RequestId = "driver-" + holder.Code[^6..], TypeCode = type.Code, Holder = holder };
        foreach (var field in type.Fields)
        {
            request.Fields[field.Key] = field.Kind switch
            {
                FieldKind.Date => "2026-01-05",
                FieldKind.Integer => "7",
                FieldKind.Decimal => "7.50",
                FieldKind.Choice => field.Choices[0],
                FieldKind.CitizenNumber => holder.Code,
                FieldKind.CreditCode => Company.Code,
                _ => "样例",
            };
        }

        await new IssuingService.IssuingServiceClient(_server.ChannelOf("issuer-police")).IssueAsync(request);
    }

    private async Task ReportCleanRecordAsync(V1.Subject subject, bool holds)
    {
        var now = TimeProvider.System.GetUtcNow();
        await new IssuingService.IssuingServiceClient(_server.ChannelOf("issuer-police")).ReportFactAsync(new ReportFactRequest
        {
            RequestId = $"record-{subject.Code[^6..]}",
            FactCode = "no-criminal-record",
            Subject = subject,
            Holds = holds,
            AsOf = Timestamp.FromDateTimeOffset(now.AddHours(-1)),
            NotAfter = Timestamp.FromDateTimeOffset(now.AddDays(1)),
        });
    }
}
