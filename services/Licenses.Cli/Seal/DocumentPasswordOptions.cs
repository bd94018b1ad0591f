using System.CommandLine;

namespace Licenses.Cli.Seal;

/// <summary>The options that open an encrypted PDF. The key's password is another one: see <see cref="SealKeyOptions"/>.</summary>
internal sealed class DocumentPasswordOptions
{
    private readonly Option<string?> _password = new("--password")
    {
        Description = "Opens an encrypted PDF: its user's or its owner's password. Others on this machine can see it.", HelpName = "P",
    };

    private readonly Option<string?> _file = new("--document-password-file")
    {
        Description = "File whose first line opens an encrypted PDF.", HelpName = "FILE",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_password);
        command.Options.Add(_file);
    }

    /// <returns>Null where none was given.</returns>
    public string? Read(ParseResult result) => (result.GetValue(_password), result.GetValue(_file)) switch
    {
        (var password, null) => password,
        (null, { } file) => File.Exists(file)
            ? File.ReadLines(file).FirstOrDefault() ?? string.Empty
            : throw new UsageException($"There is no password file {file}."),
        _ => throw new UsageException("Name one of --password and --document-password-file."),
    };
}
