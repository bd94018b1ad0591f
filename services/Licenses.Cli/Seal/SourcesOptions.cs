using System.CommandLine;

namespace Licenses.Cli.Seal;

/// <summary>The options that name whom to ask on the network; without them nobody is.</summary>
internal sealed class SourcesOptions(string purpose)
{
    private readonly Option<string?> _file = new("--sources")
    {
        Description = $"{purpose}: the server's section Revocation (issuers, hosts) as a JSON file.", HelpName = "FILE",
    };

    private readonly Option<string[]> _hosts = new("--fetch-from")
    {
        Description = "A host that addresses in certificates may name (HOST or HOST:PORT); without it none of them is fetched.",
        HelpName = "HOST",
        Arity = ArgumentArity.OneOrMore,
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_file);
        command.Options.Add(_hosts);
    }

    /// <returns>Null where nobody was named.</returns>
    public OnlineSources? Read(ParseResult result, TimeProvider clock)
    {
        var sources = result.GetValue(_file) is { } file ? SourcesFile.Read(file) : new SourcesFile();
        foreach (var host in result.GetValue(_hosts) ?? [])
        {
            sources.Allow(host);
        }

        return OnlineSources.Of(sources, clock);
    }
}
