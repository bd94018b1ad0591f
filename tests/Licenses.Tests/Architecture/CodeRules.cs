using System.Text.RegularExpressions;
using Licenses.Testing.SharedData;

namespace Licenses.Tests.Architecture;

/// <summary>What no file may contain, wherever it is: banned calls, sizes, names.</summary>
internal static partial class CodeRules
{
    private const int LineLimit = 400;

    // Grpc.Core's API speaks of deadlines as DateTime, has blocking calls, and spreads retries by chance.
    private const string GrpcClient = "services/Licenses.Grpc/Client";

    // Waits on purpose, and never longer than its limit: the libraries it guards know no tasks.
    private const string TimeLimit = "services/Licenses.Crypto/X509/TimeLimit.cs";

    private static readonly string[] TopLevel =
        ["services", "protos", "tests", "certs-sample", "Licenses.sln", "README.md", "LICENSE"];

    public static IEnumerable<Rule> All =>
    [
        new(
            "Time comes from TimeProvider",
            tree => tree.Services.Where(file => !file.IsIn(GrpcClient)).SelectMany(file => file.PlacesOf(ClockPattern())),
            "services/Licenses/Stray.cs",
            "var now = DateTimeOffset.UtcNow;"),
        new(
            "Chance comes from RandomNumberGenerator",
            tree => tree.Services.Where(file => !file.IsIn(GrpcClient)).SelectMany(file => file.PlacesOf(ChancePattern())),
            "services/Licenses/Stray.cs",
            "var dice = new Random();"),
        new(
            "Nobody blocks on a task, and no thread sleeps",
            tree => tree.Services.Where(file => !file.IsIn(GrpcClient) && file.Path != TimeLimit)
                .SelectMany(file => file.PlacesOf(BlockingPattern())),
            "services/Licenses/Stray.cs",
            "var license = store.FindAsync(number, token).Result;"),
        new(
            "An exception is caught by its type, with a condition, thrown on, or with its reason on the line",
            CatchAll,
            "services/Licenses/Stray.cs",
            "try { Do(); } catch (Exception exception) { Log(exception); }"),
        new(
            "No file is longer than 400 lines",
            tree => tree.CSharp.Where(file => file.Text.Count('\n') > LineLimit && !file.Name.EndsWith("Table.cs", StringComparison.Ordinal))
                .Select(file => $"{file.Path}: {file.Text.Count('\n')} lines"),
            "services/Licenses/Stray.cs",
            new string('\n', LineLimit + 1)),
        new(
            "No region, no conditional compilation, no dynamic, no async void, no ConfigureAwait",
            tree => tree.CSharp.Where(file => !file.IsIn("services/Licenses.Grpc/Core")) // its API has a ConfigureAwait
                .SelectMany(file => file.PlacesOf(StylePattern())),
            "services/Licenses/Stray.cs",
            "internal async void Fire() { }"),
        new(
            "No type is a Manager, Helper, Util, Impl or Dto",
            tree => tree.CSharp.SelectMany(file => file.PlacesOf(NamePattern())),
            "services/Licenses/Stray.cs",
            "internal static class PdfHelper { }"),
        new(
            "Proto services end in Service",
            tree => tree.Protos.Where(file => file.IsIn("protos/licenses")).SelectMany(file => file.PlacesInTextOf(ProtoServicePattern())),
            "protos/licenses/v1/stray.proto",
            "service Issuing {\n}"),
        new(
            "No feature namespace repeats a type of Grpc.Core",
            FeatureNames,
            "services/Licenses/Status/Stray.cs",
            "namespace Licenses.Status;"),
        new(
            "Nothing names a machine's own paths",
            tree => tree.Services.SelectMany(file => file.PlacesInTextOf(MachinePattern())),
            "services/Licenses/Stray.cs",
            "var folder = \"/tmp/x\";"),
    ];

    /// <summary>Files and folders that stand at the top without belonging there.</summary>
    public static IEnumerable<string> TopLevelStrays() => Directory.GetFileSystemEntries(RepositoryRoot.Directory)
        .Select(path => Path.GetFileName(path))
        .Where(name => !name.StartsWith('.') && !TopLevel.Contains(name));

    private static IEnumerable<string> CatchAll(SourceTree tree) =>
        from file in tree.CSharp
        from match in CatchPattern().Matches(file.Code)
        where !BlockAt(file.Code, match.Index + match.Length - 1).Contains("throw;", StringComparison.Ordinal)
        let line = file.Code.AsSpan(0, match.Index).Count('\n')
        where !file.Text.Split('\n')[line].Contains("// ", StringComparison.Ordinal)
        select $"{file.Path}:{line + 1}: {match.Value.Trim()}";

    // From an opening brace to the brace that closes it.
    private static string BlockAt(string code, int brace)
    {
        int depth = 0;
        for (int index = brace; index < code.Length; index++)
        {
            depth += code[index] switch { '{' => 1, '}' => -1, _ => 0 };
            if (depth == 0)
            {
                return code[brace..index];
            }
        }

        return code[brace..];
    }

    private static IEnumerable<string> FeatureNames(SourceTree tree) =>
        from file in tree.Services
        where file.IsIn("services/Licenses") && file.Folder.Length > 0
        where typeof(Grpc.Core.Status).Assembly.GetType($"Grpc.Core.{file.Folder.Split('/')[0]}") is not null
        select $"{file.Path}: {file.Folder} is a type of Grpc.Core";

    [GeneratedRegex(@"\bDateTime(Offset)?\.(Now|UtcNow|Today)\b")]
    private static partial Regex ClockPattern();

    [GeneratedRegex(@"\bnew Random\(|\bRandom\.Shared\b")]
    private static partial Regex ChancePattern();

    [GeneratedRegex(@"(\)|\w*[tT]asks?|Async)\.Result\b|\.Wait\(\)|\.GetAwaiter\(\)\.GetResult\(\)|\bThread\.Sleep\(")]
    private static partial Regex BlockingPattern();

    [GeneratedRegex(@"\bcatch\s*(\(\s*(System\.)?Exception(\s+\w+)?\s*\)\s*)?\{")]
    private static partial Regex CatchPattern();

    [GeneratedRegex(@"^\s*#(region|if)\b|\bdynamic\s+\w+\s*[=;,)]|\basync void\b|\.ConfigureAwait\(", RegexOptions.Multiline)]
    private static partial Regex StylePattern();

    [GeneratedRegex(@"\b(class|record|struct|interface|enum) \w+(Manager|Helper|Helpers|Util|Utils|Impl|Dto)\b")]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"^service \w+(?<!Service) *\{", RegexOptions.Multiline)]
    private static partial Regex ProtoServicePattern();

    [GeneratedRegex(@"""/(tmp|root|home|work)/[^""]*""")]
    private static partial Regex MachinePattern();
}
