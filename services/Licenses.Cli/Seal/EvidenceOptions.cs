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

    private readonly SourcesOptions _sources = new("Where to fetch what is not at hand, and to ask whether authorities are revoked");

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_certificates, _lists, _responses])
        {
            command.Options.Add(option);
        }

        _sources.AddTo(command);
    }

    public Evidence Read(ParseResult result, TimeProvider clock) => new(Load(result), _sources.Read(result, clock));

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
