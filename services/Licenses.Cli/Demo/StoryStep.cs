namespace Licenses.Cli.Demo;

/// <summary>One step of the story and how it went.</summary>
internal sealed record StoryStep(string Name, bool Ok, string Detail);
