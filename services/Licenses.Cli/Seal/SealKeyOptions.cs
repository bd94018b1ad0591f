using System.CommandLine;
using System.Security.Cryptography;
using Licenses.Crypto.Signatures;

namespace Licenses.Cli.Seal;

/// <summary>The options that name a key file and its password. A password never stands on the command line itself.</summary>
internal sealed class SealKeyOptions
{
    private readonly Option<string?> _key = new("--key", "-k")
    {
        Description = "PKCS#12 file: the seal's key, its certificate and the authorities above. Needed unless --upgrade is given.",
        HelpName = "P12",
    };

    private readonly PasswordOptions _password = new("--password-file", "--password-env", "the key's password");

    private readonly Option<bool> _pss = new("--pss") { Description = "An RSA key signs with PSS in place of PKCS#1 v1.5." };

    public void AddTo(Command command)
    {
        command.Options.Add(_key);
        _password.AddTo(command);
        command.Options.Add(_pss);
    }

    /// <returns>Null where no key was named.</returns>
    public Pkcs12SealKey? Read(ParseResult result) => result.GetValue(_key) is { } path
        ? Load(path, _password.Read(result), result.GetValue(_pss))
        : null;

    public static Pkcs12SealKey Load(string path, string password, bool usePss)
    {
        if (!File.Exists(path))
        {
            throw new UsageException($"There is no key file {path}.");
        }

        try
        {
            return Pkcs12SealKey.Load(File.ReadAllBytes(path), password, usePss);
        }
        catch (CryptographicException exception)
        {
            throw new UsageException($"{path} cannot be used as a key: {exception.Message}");
        }
    }
}
