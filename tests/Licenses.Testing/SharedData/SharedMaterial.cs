using Xunit;

namespace Licenses.Testing.SharedData;

/// <summary>
/// Foreign test data that stands beside the repository, never inside it: ../shared, or where LICENSES_SHARED says.
/// A test that needs it is skipped, with the reason, where it does not stand.
/// </summary>
public static class SharedMaterial
{
    public const string Variable = "LICENSES_SHARED";

    /// <summary>The folder, or null where there is none.</summary>
    public static string? Directory { get; } = Find();

    /// <summary>Path of a file or folder of the shared material; skips the calling test where it is missing.</summary>
    public static string PathTo(params ReadOnlySpan<string> parts)
    {
        var path = Path.Combine([Directory ?? "shared", .. parts]);
        if (!File.Exists(path) && !System.IO.Directory.Exists(path))
        {
            Assert.Skip($"needs {path}: put the shared material beside the repository or set {Variable}");
        }

        return path;
    }

    /// <summary>Rows of a tab-separated file, by the names in its first line; skips like <see cref="PathTo"/>.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Rows(params ReadOnlySpan<string> parts)
    {
        var lines = File.ReadAllLines(PathTo(parts));
        var names = lines[0].Split('\t');
        return
        [
            .. lines.Skip(1).Where(line => line.Length > 0).Select(line => names
                .Zip(line.Split('\t'))
                .ToDictionary(pair => pair.First, pair => pair.Second)),
        ];
    }

    private static string? Find()
    {
        var path = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named
            ? named
            : RepositoryRoot.PathTo("..", "shared");
        return System.IO.Directory.Exists(path) ? Path.GetFullPath(path) : null;
    }
}
