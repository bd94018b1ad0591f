using Licenses.Server.Storage;
using Microsoft.Extensions.Options;

namespace Licenses.Server.Endpoints.Hosting;

/// <summary>
/// Where a server remembers its last trust list unless it is told: beside its database, which is the state that it keeps. What
/// would forget with the process is never chosen silently.
/// </summary>
internal sealed class TrustListPlace(IOptions<StorageOptions> storage) : IPostConfigureOptions<TrustOptions>
{
    private const string FileName = "trust-list.seen";

    public void PostConfigure(string? name, TrustOptions options)
    {
        if (options.List.Length > 0 && options.ListState.Length == 0 && DatabaseFolder() is { } folder)
        {
            options.ListState = Path.Combine(folder, FileName);
            MakeSure(folder);
        }
    }

    // The database makes its folder too, but later.
    private static void MakeSure(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return; // whoever writes there says so
        }
    }

    private string? DatabaseFolder()
    {
        try
        {
            return storage.Value is { Provider: StorageOptions.Sqlite, Path: var path } ? Path.GetDirectoryName(Path.GetFullPath(path)) : null;
        }
        catch (OptionsValidationException)
        {
            return null; // the other section tells what is wrong with it
        }
    }
}
