using System.Text.Json;
using System.Text.Json.Serialization;

namespace Licenses.Cli.Demo;

/// <summary>The sample story as its file tells it: people, licenses, facts, cases, and what is expected of each step.</summary>
internal sealed record StoryScript(
    string Notice,
    ScriptText Title,
    IReadOnlyList<ScriptSubject> Subjects,
    IReadOnlyList<ScriptElectronicSeal> Seals,
    IReadOnlyList<ScriptLicense> Licenses,
    IReadOnlyList<ScriptFact> Facts,
    ScriptContract Contract,
    IReadOnlyList<ScriptCase> Cases,
    IReadOnlyList<ScriptChange> Changes,
    IReadOnlyList<ScriptAnswer> AssistanceAnswers,
    IReadOnlyList<ScriptFact> LaterFacts,
    IReadOnlyList<ScriptVerification> Verifications,
    ScriptDownload Download)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper) },
    };

    public static StoryScript Load(string folder)
    {
        var file = Path.Combine(folder, "story.json");
        try
        {
            return JsonSerializer.Deserialize<StoryScript>(File.ReadAllBytes(file), Format)
                ?? throw new UsageException($"{file} is empty");
        }
        catch (JsonException exception)
        {
            throw new UsageException($"{file}: {exception.Message}");
        }
    }

    public ScriptSubject Subject(string key) => Subjects.Single(subject => subject.Key == key);
}

internal sealed record ScriptText(string Zh, string En);

internal sealed record ScriptSubject(string Key, string Kind, string Code, ScriptText Name);

internal sealed record ScriptElectronicSeal(
    string Key,
    string Department,
    ScriptText Name,
    string Picture,
    int SizeMm,
    int ValidForDays,
    string Signer,
    ScriptText Reason,
    ScriptText? Freeze = null);

internal sealed record ScriptLicense(
    string Key, string Department, string Type, string Holder, IReadOnlyDictionary<string, string> Fields, int? ValidForDays = null);

internal sealed record ScriptFact(
    string Key, string Department, string Fact, string Subject, bool Holds, int AsOfHoursAgo, int ReliableForDays);

internal sealed record ScriptContract(string FileName, ScriptText Title, IReadOnlyList<ScriptSeal> Seals);

internal sealed record ScriptSeal(
    string Department, ScriptText Reason, ScriptText Location, V1.SealingProfile Profile = V1.SealingProfile.Pades);

internal sealed record ScriptCase(
    string Key,
    string Item,
    string Applicant,
    IReadOnlyList<string> Related,
    string CaseNumber,
    string Operator,
    ScriptText Purpose,
    IReadOnlyList<ScriptPromise> Promises,
    IReadOnlyList<ScriptExpectation> Expected);

internal sealed record ScriptPromise(string Material, string PromiseId);

internal sealed record ScriptExpectation(string After, IReadOnlyList<ScriptExpected> Materials);

internal sealed record ScriptExpected(string Material, string Decision, string ReasonCode, string? Ground = null);

internal sealed record ScriptChange(string License, string Department, string Change, string Reason, ScriptText Note);

internal sealed record ScriptAnswer(string Case, string Material, string Department, string Answer);

internal sealed record ScriptVerification(string Document, string Copy, string Expected, ScriptText Note);

internal sealed record ScriptDownload(string Holder, string License);
