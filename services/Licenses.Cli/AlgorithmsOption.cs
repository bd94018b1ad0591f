using System.CommandLine;
using Licenses.Verification;

namespace Licenses.Cli;

/// <summary><c>--algorithms</c>: until when algorithms count, where that differs from the built-in table.</summary>
internal sealed class AlgorithmsOption
{
    private readonly Option<string?> _file = new("--algorithms")
    {
        Description = "Until when algorithms count, as JSON: {\"digests\": {\"SHA256\": \"2035-01-01\"}, "
            + "\"rsaKeysShorterThan\": {\"3072\": \"2031-01-01\"}, \"schemes\": {\"RSASSA-PKCS1-v1_5\": \"2031-01-01\"}}. Its rows replace "
            + "the built-in ones; null: no end. Of all rows that fit, the first to end counts: what is shorter never lasts longer. "
            + $"Schemes: {AlgorithmTableFile.Schemes}.",
        HelpName = "FILE",
    };

    public void AddTo(Command command) => command.Options.Add(_file);

    public AlgorithmTable Read(ParseResult result)
    {
        try
        {
            return result.GetValue(_file) is { } path ? AlgorithmTableFile.Read(path) : AlgorithmTable.Default;
        }
        catch (AlgorithmTableFormatException exception)
        {
            throw new UsageException("--algorithms: " + exception.Message);
        }
    }
}
