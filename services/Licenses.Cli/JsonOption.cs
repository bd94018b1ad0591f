using System.CommandLine;

namespace Licenses.Cli;

/// <summary><c>--json</c>, the same wherever it is: answers for programs, one JSON object a line, nothing else.</summary>
internal static class JsonOption
{
    public static Option<bool> Create() => new("--json")
    {
        Description = "Answer in JSON, one object a line.",
    };
}
