using System.CommandLine;

namespace Licenses.Cli.Seal;

/// <summary>The options that give a key file's password. It never stands on the command line, where others could see it.</summary>
internal sealed class PasswordOptions(string fileOption, string variableOption, string what)
{
    private readonly Option<string?> _file = new(fileOption)
    {
        Description = $"File whose first line is {what}.", HelpName = "FILE",
    };

    private readonly Option<string?> _variable = new(variableOption)
    {
        Description = $"Environment variable that holds {what}.", HelpName = "NAME",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_file);
        command.Options.Add(_variable);
    }

    /// <returns>Empty where none was given.</returns>
    public string Read(ParseResult result) => (result.GetValue(_file), result.GetValue(_variable)) switch
    {
        ({ } file, null) => File.Exists(file)
            ? File.ReadLines(file).FirstOrDefault() ?? string.Empty
            : throw new UsageException($"There is no password file {file}."),
        (null, { } variable) => Environment.GetEnvironmentVariable(variable)
            ?? throw new UsageException($"The environment variable {variable} is not set."),
        (null, null) => string.Empty,
        _ => throw new UsageException($"Name one of {fileOption} and {variableOption}."),
    };
}
