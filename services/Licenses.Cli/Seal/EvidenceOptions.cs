using System.CommandLine;
using Licenses.Trust;

namespace Licenses.Cli.Seal;

/// <summary>The options that name the validation data that is to be stored in a document.</summary>
internal sealed class EvidenceOptions
{
    private readonly Option<string[]> _certificates = Paths(
        "--cert", "Certificates for B-LT: roots, authorities, responders (PEM or DER). CRLs and OCSP responses among them count too.");

    private readonly Option<string[]> _lists = Paths("--crl", "CRLs for B-LT (PEM or DER).");

    private readonly Option<string[]> _responses = Paths("--ocsp", "OCSP responses for B-LT (DER).");

    private readonly Option<string?> _sources = new("--sources")
    {
        Description = "Where to fetch what is not at hand: the server's section Revocation (issuers, hosts) as a JSON file.",
        HelpName = "FILE",
    };

    private readonly Option<string[]> _hosts = new("--fetch-from")
    {
        Description = "A host that addresses in certificates may name (HOST or HOST:PORT); without it none of them is fetched.",
        HelpName = "HOST",
        Arity = ArgumentArity.OneOrMore,
    };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_certificates, _lists, _responses, _sources, _hosts])
        {
            command.Options.Add(option);
        }
    }

    public Evidence Read(ParseResult result, TimeProvider clock)
    {
        var sources = result.GetValue(_sources) is { } file ? SourcesFile.Read(file) : new SourcesFile();
        foreach (var host in result.GetValue(_hosts) ?? [])
        {
            sources.Allow(host);
        }

        return Evidence.Of(Load(result), sources, clock);
    }

    private TrustStore Load(ParseResult result)
    {
        var loader = new TrustStoreLoader();
        try
        {
            foreach (var path in result.GetValue(_certificates) ?? [])
            {
                loader.Trust(Existing(path));
            }

            foreach (var path in (result.GetValue(_lists) ?? []).Concat(result.GetValue(_responses) ?? []))
            {
                loader.Add(Existing(path));
            }
        }
        catch (TrustFormatException exception)
        {
            throw new UsageException(exception.Message);
        }

        return loader.Load();
    }

    private static string Existing(string path) =>
        File.Exists(path) || Directory.Exists(path) ? path : throw new UsageException($"There is no {path}.");

    private static Option<string[]> Paths(string name, string description) =>
        new(name) { Description = description, HelpName = "DIR|FILE", Arity = ArgumentArity.OneOrMore };
}
