using System.Text.RegularExpressions;

namespace Licenses.Tests.Architecture;

/// <summary>One file of the repository, as the rules see it.</summary>
/// <param name="Path">From the repository's root, with forward slashes.</param>
/// <param name="Text">As it stands.</param>
internal sealed partial record SourceFile(string Path, string Text)
{
    private readonly Lazy<string> _code = new(() => CSharpText.WithoutCommentsAndStrings(Text));

    /// <summary>C# without comments and without what stands in strings.</summary>
    public string Code => _code.Value;

    /// <summary>The project folder, for example services/Licenses.Pdf.</summary>
    public string Project => string.Join('/', Path.Split('/').Take(2));

    /// <summary>The folder within the project, empty for its root; for example Syntax or Server/Storage.</summary>
    public string Folder => string.Join('/', Path.Split('/').Skip(2).SkipLast(1));

    public string Name => System.IO.Path.GetFileName(Path);

    public string? Namespace => NamespacePattern().Match(Code) is { Success: true } match ? match.Groups[1].Value : null;

    public bool IsIn(params ReadOnlySpan<string> folders)
    {
        foreach (var folder in folders)
        {
            if (Path.StartsWith(folder + "/", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>"path:line" of every match in the code; comments and strings do not count.</summary>
    public IEnumerable<string> PlacesOf(Regex pattern) => Places(Code, pattern);

    /// <summary>The same in the text with its strings and comments.</summary>
    public IEnumerable<string> PlacesInTextOf(Regex pattern) => Places(Text, pattern);

    private IEnumerable<string> Places(string text, Regex pattern) => pattern.Matches(text).Select(match =>
        $"{Path}:{text.AsSpan(0, match.Index).Count('\n') + 1}: {match.Value.Trim()}");

    [GeneratedRegex(@"^namespace ([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex NamespacePattern();
}
