using System.Diagnostics;

namespace Licenses.Tests.Crypto;

/// <summary>Runs a program that others wrote, as an oracle.</summary>
internal static class ForeignTool
{
    /// <summary>Runs it over files in a folder of their own; skips the test loudly where the tool is missing.</summary>
    public static (int ExitCode, string Output) Run(
        string program, IReadOnlyDictionary<string, byte[]> files, params string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("licenses-");
        try
        {
            foreach (var (name, bytes) in files)
            {
                File.WriteAllBytes(Path.Combine(folder.FullName, name), bytes);
            }

            return Start(program, folder.FullName, arguments);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static (int ExitCode, string Output) Start(string program, string folder, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output + error.GetAwaiter().GetResult());
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip($"{program} is not installed here.");
            throw;
        }
    }
}
