namespace Licenses.Cli;

/// <summary>The command line asks for something that cannot be done as asked: the message says what, and ends it with 64.</summary>
internal sealed class UsageException(string message) : Exception(message);
