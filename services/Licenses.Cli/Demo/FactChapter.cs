using Google.Protobuf.WellKnownTypes;
using Licenses.V1;

namespace Licenses.Cli.Demo;

/// <summary>Departments report facts that have no license of their own.</summary>
internal static class FactChapter
{
    public static async Task<string> PlayAsync(
        Stage stage, IReadOnlyList<ScriptFact> facts, CancellationToken cancellationToken)
    {
        foreach (var fact in facts)
        {
            var now = stage.Context.Clock.GetUtcNow();
            var client = new IssuingService.IssuingServiceClient(stage.Callers.Issuer(fact.Department).Channel);
            await client.ReportFactAsync(
                new ReportFactRequest
                {
                    RequestId = stage.RequestId(fact.Key),
                    FactCode = fact.Fact,
                    Subject = stage.Subject(fact.Subject),
                    Holds = fact.Holds,
                    AsOf = Timestamp.FromDateTimeOffset(now.AddHours(-fact.AsOfHoursAgo)),
                    NotAfter = Timestamp.FromDateTimeOffset(now.AddDays(fact.ReliableForDays)),
                },
                cancellationToken: cancellationToken);
        }

        return string.Join(", ", facts.Select(fact => $"{fact.Fact} by {fact.Department}"));
    }
}
