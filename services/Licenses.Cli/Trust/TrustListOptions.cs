using System.CommandLine;
using Licenses.Crypto.X509;
using Licenses.Trust;
using Licenses.Trust.Lists;

namespace Licenses.Cli.Trust;

/// <summary>The options that name a trust list, who may sign it, and where the last number seen is kept.</summary>
internal sealed class TrustListOptions
{
    private readonly Option<string?> _list = new("--trust-list")
    {
        Description = "A signed trust list whose entries are trusted, each for its purposes and its time.", HelpName = "F",
    };

    private readonly Option<string[]> _signer = new("--signer")
    {
        Description = "The certificates of whom may sign the trust list.", HelpName = "F", Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _state = new("--state")
    {
        Description = "File that remembers the last list accepted, so that an older one is refused.", HelpName = "F",
    };

    public void AddSignerTo(Command command, bool isRequired)
    {
        _signer.Required = isRequired;
        command.Options.Add(_signer);
        command.Options.Add(_state);
    }

    public void AddTo(Command command)
    {
        command.Options.Add(_list);
        AddSignerTo(command, isRequired: false);
    }

    public TrustListReader ReaderOf(ParseResult result) => new(
        [.. (result.GetValue(_signer) ?? []).Select(ReadSigner)],
        result.GetValue(_state) is { } path ? new TrustListFileMemory(path) : new TrustListProcessMemory());

    /// <summary>What became of the named list; null where none was named.</summary>
    public async ValueTask<TrustListOutcome?> ReadAsync(ParseResult result, DateTimeOffset now, CancellationToken cancellationToken) =>
        result.GetValue(_list) is { } path
            ? await ReaderOf(result).ReadAsync(TrustListShowCommand.ReadText(path), now, cancellationToken)
            : null;

    private static Certificate ReadSigner(string path)
    {
        try
        {
            return File.Exists(path) ? CertificateFile.ReadFirst(path) : throw new UsageException($"There is no {path}.");
        }
        catch (TrustFormatException exception)
        {
            throw new UsageException(exception.Message);
        }
    }
}
