using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Licenses.Benchmarks.Harness;
using Licenses.Testing.SharedData;
using Licenses.V1;

namespace Licenses.Benchmarks.Material;

/// <summary>The sample story's people, licenses and cases, as requests.</summary>
internal sealed class SampleCity : IDisposable
{
    private const string EnrolmentCase = "enrolment";

    private readonly JsonDocument _story = JsonDocument.Parse(
        File.ReadAllBytes(RepositoryRoot.PathTo("services", "Licenses.Server", "Samples", "story.json")));

    private int _last;

    /// <summary>Issues the story's licenses and reports its facts, as its departments.</summary>
    public async Task SettleAsync(CityConnections connections, CancellationToken cancellationToken)
    {
        foreach (var license in _story.RootElement.GetProperty("licenses").EnumerateArray())
        {
            var client = new IssuingService.IssuingServiceClient(connections.Open($"issuer-{Text(license, "department")}"));
            await client.IssueAsync(Request(license, Subject(Text(license, "holder"))), cancellationToken: cancellationToken);
        }

        var now = DateTimeOffset.UtcNow;
        foreach (var fact in _story.RootElement.GetProperty("facts").EnumerateArray())
        {
            var client = new IssuingService.IssuingServiceClient(connections.Open($"issuer-{Text(fact, "department")}"));
            await client.ReportFactAsync(
                new ReportFactRequest
                {
                    RequestId = NextRequestId(),
                    FactCode = Text(fact, "fact"),
                    Subject = Subject(Text(fact, "subject")),
                    Holds = true,
                    AsOf = Timestamp.FromDateTimeOffset(now.AddHours(-1)),
                    NotAfter = Timestamp.FromDateTimeOffset(now.AddDays(1)),
                },
                cancellationToken: cancellationToken);
        }
    }

    /// <summary>The story's school enrolment: five materials of a child whose family came from elsewhere.</summary>
    public CheckRequest Enrolment()
    {
        var script = _story.RootElement.GetProperty("cases").EnumerateArray().First(item => Text(item, "key") == EnrolmentCase);
        return new CheckRequest
        {
            ItemCode = Text(script, "item"),
            Applicant = Subject(Text(script, "applicant")),
            RelatedSubjects = { script.GetProperty("related").EnumerateArray().Select(key => Subject(key.GetString()!)) },
            Use = new UseContext { CaseNumber = Text(script, "caseNumber"), Operator = "window-07", Purpose = "核对入学材料" },
            Promises =
            {
                script.GetProperty("promises").EnumerateArray().Select(promise =>
                    new Promise { MaterialCode = Text(promise, "material"), PromiseId = Text(promise, "promiseId") }),
            },
        };
    }

    /// <summary>The same case as the use case takes it.</summary>
    public Exemption.CaseQuestion Question(Catalog.ServiceItem item)
    {
        var request = Enrolment();
        return new Exemption.CaseQuestion(
            new Caller("11310000MB2F30047X", "样例市受理中心", Role.Center), item, Read(request.Applicant),
            [.. request.RelatedSubjects.Select(Read)],
            new Exemption.UseContext(request.Use.CaseNumber, request.Use.Operator, request.Use.Purpose),
            [.. request.Promises.Select(promise => new Exemption.Promise(promise.MaterialCode, promise.PromiseId))]);
    }

    /// <summary>The first license of the story, the police's residence permit, for one more person.</summary>
    public IssueRequest NextResidencePermit()
    {
        int turn = Interlocked.Increment(ref _last);
        var first17 = $"100000{new DateOnly(1950, 1, 1).AddDays(turn / 999 % 18000):yyyyMMdd}{(turn % 999) + 1:D3}";
        var holder = new V1.Subject
        {
            Kind = V1.SubjectKind.Person, Code = first17 + CheckCharacter.OfCitizenNumber(first17), Name = "张样例",
        };
        var request = Request(_story.RootElement.GetProperty("licenses")[0], holder);
        request.Fields["citizenNumber"] = holder.Code;
        return request;
    }

    public void Dispose() => _story.Dispose();

    private static Subject Read(V1.Subject subject) => Licenses.Subject.TryCreate(
        subject.Kind == V1.SubjectKind.Person ? SubjectKind.Person : SubjectKind.Organisation, subject.Code, subject.Name, out var read)
        ? read
        : throw new InvalidDataException("the story holds a subject with a wrong code");

    private static string NextRequestId() => Guid.NewGuid().ToString("N");

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static IssueRequest Request(JsonElement license, V1.Subject holder)
    {
        var request = new IssueRequest { RequestId = NextRequestId(), TypeCode = Text(license, "type"), Holder = holder };
        foreach (var field in license.GetProperty("fields").EnumerateObject())
        {
            request.Fields[field.Name] = field.Value.GetString()!;
        }

        if (license.TryGetProperty("validForDays", out var days))
        {
            request.ValidUntil = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow.AddDays(days.GetInt32()));
        }

        return request;
    }

    private V1.Subject Subject(string key)
    {
        var subject = _story.RootElement.GetProperty("subjects").EnumerateArray().First(item => Text(item, "key") == key);
        return new V1.Subject
        {
            Kind = Text(subject, "kind") == "PERSON" ? V1.SubjectKind.Person : V1.SubjectKind.Organisation,
            Code = Text(subject, "code"),
            Name = subject.GetProperty("name").GetProperty("zh").GetString()!,
        };
    }
}
