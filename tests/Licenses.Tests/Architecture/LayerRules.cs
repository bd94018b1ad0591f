using System.Text.RegularExpressions;

namespace Licenses.Tests.Architecture;

/// <summary>What a folder may know: namespaces, layers of the PDF library, wire types, SQL, the container.</summary>
internal static partial class LayerRules
{
    private static readonly Dictionary<string, string> RootNamespaces = new()
    {
        ["services/Licenses.Crypto"] = "Licenses.Crypto",
        ["services/Licenses.Pdf"] = "Licenses.Pdf",
        ["services/Licenses"] = "Licenses",
        ["services/Licenses.Server"] = "Licenses.Server",
        ["services/Licenses.Cli"] = "Licenses.Cli",
        ["services/Licenses.Portal"] = "Licenses.Portal",
        ["tests/Licenses.Testing"] = "Licenses.Testing",
        ["tests/Licenses.Tests"] = "Licenses.Tests",
        ["tests/Licenses.Server.Tests"] = "Licenses.Server.Tests",
        ["tests/Licenses.Benchmarks"] = "Licenses.Benchmarks",
    };

    // Source-compatible with the official packages, hence their namespaces: Grpc.* and where extension methods live.
    private const string Runtime = "services/Licenses.Grpc";

    private static readonly string[] ExtensionNamespaces =
        ["Microsoft.AspNetCore.Builder", "Microsoft.Extensions.DependencyInjection"];

    private static readonly Dictionary<string, string[]> PdfLayers = new()
    {
        ["Syntax"] = [],
        ["Document"] = ["Syntax"],
        ["Revisions"] = ["Syntax", "Document"],
        ["Difference"] = ["Syntax", "Document", "Revisions"],
        ["Composing"] = ["Syntax", "Document", "Revisions"],
        ["Signing"] = ["Syntax", "Document", "Revisions", "Difference", "Composing"],
    };

    public static IEnumerable<Rule> All =>
    [
        new(
            "A namespace is its folder, or the folder above that it divides",
            Namespaces,
            "services/Licenses.Pdf/Syntax/Stray.cs",
            "namespace Licenses.Pdf;\ninternal sealed class Stray;"),
        new(
            "Inside Pdf, layers look down only",
            PdfLayering,
            "services/Licenses.Pdf/Syntax/Stray.cs",
            "using Licenses.Pdf.Document;\nnamespace Licenses.Pdf.Syntax;"),
        new(
            "Inside Pdf, only Signing sees Crypto",
            PdfCrypto,
            "services/Licenses.Pdf/Revisions/Stray.cs",
            "using Licenses.Crypto.Cms;\nnamespace Licenses.Pdf.Revisions;"),
        new(
            "The product, Pdf and Crypto know no host, no wire and no database",
            file => Matches(file, CoreProjects, HostPattern()),
            "services/Licenses/Issuing/Stray.cs",
            "using Microsoft.AspNetCore.Http;"),
        new(
            "Crypto has no input, no output and no clock",
            file => Matches(file, ["services/Licenses.Crypto"], InputOutputPattern()),
            "services/Licenses.Crypto/X509/Stray.cs",
            "var bytes = File.ReadAllBytes(path);"),
        new(
            "Only Endpoints know wire types",
            WireTypes,
            "services/Licenses.Server/Caching/Stray.cs",
            "using Licenses.V1;"),
        new(
            "Only Storage knows SQL",
            Sql,
            "services/Licenses.Server/Caching/Stray.cs",
            "var command = \"SELECT state FROM licenses\";"),
        new(
            "Only Program and Add… methods know the container",
            Container,
            "services/Licenses.Server/Caching/Stray.cs",
            "internal sealed class Stray(IServiceProvider services);"),
    ];

    private static string[] CoreProjects => ["services/Licenses", "services/Licenses.Pdf", "services/Licenses.Crypto"];

    private static IEnumerable<string> Namespaces(SourceTree tree) =>
        from file in tree.CSharp
        let name = file.Namespace ?? string.Empty
        where name.Length > 0 && !AllowedNamespaces(file).Contains(name) && !(file.IsIn(Runtime) && IsOfficial(name))
        select $"{file.Path}: namespace {name}";

    private static bool IsOfficial(string name) =>
        name.StartsWith("Grpc.", StringComparison.Ordinal) || ExtensionNamespaces.Contains(name);

    private static IEnumerable<string> AllowedNamespaces(SourceFile file) => AllowedNamespaces(
        RootNamespaces.GetValueOrDefault(file.Project, file.Project.Split('/')[^1]),
        file.Folder.Length == 0 ? [] : file.Folder.Split('/'));

    // Licenses.Pdf and Signing/Inspection: Licenses.Pdf.Signing.Inspection or Licenses.Pdf.Signing, never Licenses.Pdf.
    private static IEnumerable<string> AllowedNamespaces(string root, string[] folders) => folders.Length == 0
        ? [root]
        : Enumerable.Range(1, folders.Length).Select(depth => $"{root}.{string.Join('.', folders[..depth])}");

    private static IEnumerable<string> PdfLayering(SourceTree tree) =>
        from file in tree.CSharp.Where(file => file.IsIn("services/Licenses.Pdf") && file.Folder.Length > 0)
        let own = file.Folder.Split('/')[0]
        from match in PdfPattern().Matches(file.Code)
        let seen = match.Groups[1].Value
        where PdfLayers.ContainsKey(seen) && seen != own
        where !PdfLayers.TryGetValue(own, out var allowed) || !allowed.Contains(seen)
        select $"{file.Path}: {own} may not see {seen}";

    private static IEnumerable<string> PdfCrypto(SourceTree tree) => tree.CSharp
        .Where(file => file.IsIn("services/Licenses.Pdf") && !file.IsIn("services/Licenses.Pdf/Signing"))
        .SelectMany(file => file.PlacesOf(CryptoPattern()));

    private static IEnumerable<string> WireTypes(SourceTree tree) => tree.Services
        .Where(file => file.IsIn("services/Licenses.Server") && !file.IsIn("services/Licenses.Server/Endpoints"))
        .SelectMany(file => file.PlacesOf(WirePattern()));

    private static IEnumerable<string> Sql(SourceTree tree) => tree.Services
        .Where(file => !file.IsIn("services/Licenses.Server/Storage"))
        .SelectMany(file => file.PlacesInTextOf(SqlPattern()).Concat(file.PlacesOf(DatabasePattern())));

    private static IEnumerable<string> Container(SourceTree tree) => tree.Services
        .Where(file => !file.IsIn("services/Licenses.Grpc") && file.Name != "Program.cs")
        .Where(file => !AddMethodPattern().IsMatch(file.Code))
        .SelectMany(file => file.PlacesOf(ContainerPattern()));

    private static IEnumerable<string> Matches(SourceTree tree, string[] folders, Regex pattern) =>
        tree.CSharp.Where(file => file.IsIn(folders)).SelectMany(file => file.PlacesOf(pattern));

    [GeneratedRegex(@"\bLicenses\.Pdf\.([A-Z]\w+)")]
    private static partial Regex PdfPattern();

    [GeneratedRegex(@"\bLicenses\.Crypto\b.*|\bSystem\.Security\.Cryptography\.(X509Certificates|Pkcs)\b.*")]
    private static partial Regex CryptoPattern();

    [GeneratedRegex(@"\b(Microsoft\.AspNetCore|Google\.Protobuf|Grpc\.Core|Licenses\.V1|System\.Data|Npgsql|StackExchange\.Redis)\b.*")]
    private static partial Regex HostPattern();

    [GeneratedRegex(@"(?<![\w.])(File|Directory|HttpClient|Socket|Environment|Console|TimeProvider|Stopwatch)\b[.(<]?")]
    private static partial Regex InputOutputPattern();

    [GeneratedRegex(@"\b(Licenses\.V1|Google\.Protobuf|Google\.Rpc)\b.*")]
    private static partial Regex WirePattern();

    [GeneratedRegex(@"""[^""\n]*\b(SELECT\s.+\sFROM\s|INSERT\s+INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s|CREATE\s+(TABLE|INDEX)\s)")]
    private static partial Regex SqlPattern();

    [GeneratedRegex(@"\busing (Npgsql|Microsoft\.Data\.Sqlite|Dapper|System\.Data)\b.*")]
    private static partial Regex DatabasePattern();

    [GeneratedRegex(@"\bstatic \w+ Add\w+(<[^>]+>)?\(\s*this I(ServiceCollection|\w*Builder) ")]
    private static partial Regex AddMethodPattern();

    [GeneratedRegex(@"\b(IServiceProvider|IServiceCollection|GetRequiredService|GetService)\b")]
    private static partial Regex ContainerPattern();
}
