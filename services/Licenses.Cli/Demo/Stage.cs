namespace Licenses.Cli.Demo;

/// <summary>What all chapters share: the script, the callers, the folder, and the licenses issued so far.</summary>
internal sealed record Stage(
    CliContext Context, StoryScript Script, SampleCallers Callers, string Samples, string Folder, StoryReport Report)
{
    /// <summary>Tells this telling apart from others against the same database.</summary>
    public string Run { get; } = Guid.NewGuid().ToString("N")[..8];

    /// <summary>License numbers by the script's keys.</summary>
    public Dictionary<string, string> Numbers { get; } = [];

    /// <summary>Seal identifiers by the script's keys.</summary>
    public Dictionary<string, string> Seals { get; } = [];

    public string RequestId(string step) => $"demo-{Run}-{step}";

    public string FileOf(string key) => Path.Combine(Folder, $"{key}.pdf");

    /// <summary>A subject of the script as requests carry it.</summary>
    public V1.Subject Subject(string key)
    {
        var subject = Script.Subject(key);
        return new V1.Subject
        {
            Kind = subject.Kind == "PERSON" ? V1.SubjectKind.Person : V1.SubjectKind.Organisation,
            Code = subject.Code,
            Name = subject.Name.Zh,
        };
    }
}
