using System.CommandLine;
using Licenses.Cli.Verify;
using Licenses.Crypto.Signatures;

namespace Licenses.Cli.Seal.Desk;

/// <summary>The options of making a seal without a server: with whose key, on whose word, and where it goes.</summary>
internal sealed class OfflineMakeOptions
{
    private readonly Option<string?> _maker = new("--maker")
    {
        Description = "PKCS#12 file of the maker's SM2 key: makes the seal here.", HelpName = "P12",
    };

    private readonly PasswordOptions _password = new("--password-file", "--password-env", "the maker's password");

    private readonly Option<string?> _output = new("--output", "-o")
    {
        Description = "Where the seal (.esl) goes; offline only.", HelpName = "OUT",
    };

    private readonly Option<bool> _force = new("--force") { Description = "Write over OUT." };

    private readonly Option<string?> _id = new("--id")
    {
        Description = "The seal's number (esID), ASCII; offline only. Default: a new one.", HelpName = "ESID",
    };

    private readonly Option<string[]> _trust = new("--trust")
    {
        Description = "Whom to trust, offline: roots and authorities (PEM or DER).", HelpName = "DIR|FILE",
    };

    private readonly Option<string[]> _lists = new("--crl") { Description = "Revocation lists, offline.", HelpName = "DIR|FILE" };

    private readonly Option<string[]> _makers = VerifyRequestOptions.SealMakersOption();

    public void AddTo(Command command)
    {
        command.Options.Add(_maker);
        _password.AddTo(command);
        foreach (var option in (Option[])[_output, _force, _id, _trust, _lists, _makers])
        {
            command.Options.Add(option);
        }
    }

    public bool IsGiven(ParseResult result) => result.GetValue(_maker) is not null;

    public Pkcs12SealKey ReadKey(ParseResult result) =>
        SealKeyOptions.Load(result.GetRequiredValue(_maker)!, _password.Read(result), usePss: false);

    public OfflineSealMaking Read(CliContext context, ParseResult result) => new(context)
    {
        Output = result.GetValue(_output) ?? throw new UsageException("--output says where the seal goes."),
        Overwrite = result.GetValue(_force),
        Id = result.GetValue(_id),
        Trusted = result.GetValue(_trust) ?? [],
        Makers = result.GetValue(_makers) ?? [],
        Lists = result.GetValue(_lists) ?? [],
    };
}
