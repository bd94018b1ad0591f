using Xunit;

namespace Licenses.Testing.Processes;

/// <summary>A program of the machine, and what a test does without a program that it needs: skip at a developer's desk, fail where CI is true.</summary>
public static class ForeignProgram
{
    public static string Find(string name, params ReadOnlySpan<string> furtherFolders)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator);
        foreach (var folder in (ReadOnlySpan<string>)[.. folders, .. furtherFolders])
        {
            var path = Path.Combine(folder, name);
            if (folder.Length > 0 && File.Exists(path))
            {
                return path;
            }
        }

        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            throw new FileNotFoundException($"{name} is not installed; tests/run.sh installs it.", name);
        }

        Assert.Skip($"needs {name}: tests/run.sh installs it");
        throw new InvalidOperationException("a skip does not return");
    }
}
