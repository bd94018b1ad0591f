namespace Licenses.Cli.Demo;

/// <summary>A step of the story did not come to what its script expects.</summary>
internal sealed class StepFailedException(string message) : Exception(message);
