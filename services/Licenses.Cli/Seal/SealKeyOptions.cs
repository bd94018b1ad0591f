using System.CommandLine;
using System.Security.Cryptography;
using Licenses.Crypto.Signatures;

namespace Licenses.Cli.Seal;

/// <summary>The options that name a key file and its password. A password never stands on the command line itself.</summary>
internal sealed class SealKeyOptions
{
    private readonly Option<string> _key = new("--key", "-k")
    {
        Description = "PKCS#12 file: the seal's key, its certificate and the authorities above.", HelpName = "P12", Required = true,
    };

    private readonly Option<string?> _passwordFile = new("--password-file")
    {
        Description = "File whose first line is the key's password.", HelpName = "FILE",
    };

    private readonly Option<string?> _passwordVariable = new("--password-env")
    {
        Description = "Environment variable that holds the key's password.", HelpName = "NAME",
    };

    private readonly Option<bool> _pss = new("--pss") { Description = "An RSA key signs with PSS in place of PKCS#1 v1.5." };

    public void AddTo(Command command)
    {
        command.Options.Add(_key);
        command.Options.Add(_passwordFile);
        command.Options.Add(_passwordVariable);
        command.Options.Add(_pss);
    }

    public Pkcs12SealKey Read(ParseResult result)
    {
        var path = result.GetRequiredValue(_key);
        if (!File.Exists(path))
        {
            throw new UsageException($"There is no key file {path}.");
        }

        try
        {
            return Pkcs12SealKey.Load(File.ReadAllBytes(path), Password(result), result.GetValue(_pss));
        }
        catch (CryptographicException exception)
        {
            throw new UsageException($"{path} cannot be used as a key: {exception.Message}");
        }
    }

    private string Password(ParseResult result) => (result.GetValue(_passwordFile), result.GetValue(_passwordVariable)) switch
    {
        ({ } file, null) => File.Exists(file)
            ? File.ReadLines(file).FirstOrDefault() ?? string.Empty
            : throw new UsageException($"There is no password file {file}."),
        (null, { } variable) => Environment.GetEnvironmentVariable(variable)
            ?? throw new UsageException($"The environment variable {variable} is not set."),
        (null, null) => string.Empty,
        _ => throw new UsageException("Name one of --password-file and --password-env."),
    };
}
