namespace Licenses.Server.Tests.Stories;

/// <summary>How a server process is started.</summary>
/// <param name="Folder">Keeps its database from one start to the next.</param>
internal sealed record ChildServerStart(string Folder)
{
    /// <summary>Settings beside the sample's, on its command line.</summary>
    public IReadOnlyDictionary<string, string>? Settings { get; init; }

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}
