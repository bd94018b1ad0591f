namespace Licenses.Trust;

/// <summary>A file that the operator named for trust holds nothing that can be trusted.</summary>
public sealed class TrustFormatException(string path, string message, Exception? inner = null)
    : FormatException($"{path}: {message}", inner)
{
    public string Path { get; } = path;
}
