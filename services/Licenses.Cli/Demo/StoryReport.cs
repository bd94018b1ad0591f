using Licenses.V1;
using Licenses.Cli.Remote;

namespace Licenses.Cli.Demo;

/// <summary>What the story came to: its steps, its documents, its decisions.</summary>
internal sealed class StoryReport
{
    public List<StoryStep> Steps { get; } = [];

    public List<string> Documents { get; } = [];

    public List<Decision> Checks { get; } = [];

    public bool Ok => Steps.Count > 0 && Steps.TrueForAll(step => step.Ok);

    /// <summary>The story in the form that scripts read from the last line.</summary>
    public object ToObject() => new
    {
        ok = Ok,
        steps = Steps.Select(step => new { name = step.Name, ok = step.Ok, detail = step.Detail }).ToArray(),
        documents = Documents.ToArray(),
        checks = Checks.Select(check => new
        {
            item = check.ItemCode,
            materials = check.Materials.Select(material => new
            {
                name = material.Name.Zh,
                decision = material.Decision.ToString().ToUpperInvariant(),
                ground = DecisionTable.NameOf(material.Ground),
                reason = material.Reason.Zh,
                reasonCode = material.ReasonCode,
                reasonEn = material.Reason.En,
            }).ToArray(),
        }).ToArray(),
    };
}
