using Licenses.Testing.SharedData;

namespace Licenses.Tests.Architecture;

/// <summary>The files that the rules judge: the repository's, or a few planted ones.</summary>
internal sealed class SourceTree(IReadOnlyList<SourceFile> files)
{
    private static readonly string[] Judged = [".cs", ".csproj", ".proto"];

    public static readonly Lazy<SourceTree> Repository = new(Read);

    public IReadOnlyList<SourceFile> Files { get; } = files;

    public IEnumerable<SourceFile> CSharp => OfKind(".cs");

    public IEnumerable<SourceFile> Projects => OfKind(".csproj");

    public IEnumerable<SourceFile> Protos => OfKind(".proto");

    /// <summary>C# of the product, without tests.</summary>
    public IEnumerable<SourceFile> Services => CSharp.Where(file => file.IsIn("services"));

    public static SourceTree Of(string path, string text) => new([new SourceFile(path, text)]);

    private IEnumerable<SourceFile> OfKind(string extension) =>
        Files.Where(file => file.Path.EndsWith(extension, StringComparison.Ordinal));

    private static SourceTree Read()
    {
        string[] roots = ["services", "protos", "tests"];
        return new SourceTree(
        [
            .. roots
                .SelectMany(root => Directory.EnumerateFiles(RepositoryRoot.PathTo(root), "*", SearchOption.AllDirectories))
                .Where(path => Judged.Contains(Path.GetExtension(path)))
                .Select(path => new SourceFile(
                    Path.GetRelativePath(RepositoryRoot.Directory, path).Replace('\\', '/'), File.ReadAllText(path)))
                .Where(file => !file.Path.Split('/').Any(part => part is "bin" or "obj")),
        ]);
    }
}
