using Licenses.Cli.Demo;
using Licenses.Testing.SharedData;
using Licenses.V1;

namespace Licenses.Server.Tests.Host;

/// <summary>The people and licenses of the sample story, as requests.</summary>
internal static class SampleStory
{
    public const string FatherPermit = "father-residence-permit";

    public static StoryScript Script { get; } =
        StoryScript.Load(RepositoryRoot.PathTo("services", "Licenses.Server", "Samples"));

    /// <summary>Every citizen number of the story: none may ever appear in a log or a trace.</summary>
    public static IEnumerable<string> CitizenNumbers =>
        Script.Subjects.Where(subject => subject.Kind == "PERSON").Select(subject => subject.Code);

    public static IEnumerable<string> Names => Script.Subjects.Select(subject => subject.Name.Zh);

    public static V1.Subject Subject(string key)
    {
        var subject = Script.Subject(key);
        return new V1.Subject
        {
            Kind = subject.Kind == "PERSON" ? V1.SubjectKind.Person : V1.SubjectKind.Organisation,
            Code = subject.Code,
            Name = subject.Name.Zh,
        };
    }

    public static IssueRequest Issue(string license, string requestId)
    {
        var script = Script.Licenses.Single(one => one.Key == license);
        var request = new IssueRequest { RequestId = requestId, TypeCode = script.Type, Holder = Subject(script.Holder) };
        request.Fields.Add(script.Fields.ToDictionary());
        return request;
    }

    public static CheckRequest Enrolment(string caseNumber = "YL-RX-2026-000016")
    {
        var request = new CheckRequest
        {
            ItemCode = "primary-school-enrolment",
            Applicant = Subject("father"),
            Use = new V1.UseContext { CaseNumber = caseNumber, Operator = "window-07", Purpose = "核对入学材料" },
        };
        request.RelatedSubjects.Add(Subject("child"));
        return request;
    }
}
