namespace Licenses.Testing.SharedData;

/// <summary>The folder that holds Licenses.sln, found from where the tests run.</summary>
public static class RepositoryRoot
{
    private static readonly Lazy<string> Found = new(Find);

    public static string Directory => Found.Value;

    public static string PathTo(params ReadOnlySpan<string> parts) => Path.Combine([Directory, .. parts]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Licenses.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds Licenses.sln.");
    }
}
