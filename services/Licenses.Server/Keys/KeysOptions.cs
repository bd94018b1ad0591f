using Licenses.Crypto.Signatures;
using Licenses.Server.Keys.Pkcs11;
using Microsoft.Extensions.Options;

namespace Licenses.Server.Keys;

/// <summary>Where the sealing keys of the departments are. Files suit samples and small offices; tokens are for the rest.</summary>
internal sealed class KeysOptions
{
    public const string Section = "Keys";

    /// <summary>Folder of PKCS#12 files (*.p12), all under one password, each signing as its key suggests; empty for none.</summary>
    public string Directory { get; set; } = "";

    /// <summary>Single PKCS#12 files, each with its own password or the common one.</summary>
    public List<KeyFileOptions> Files { get; set; } = [];

    /// <summary>PKCS #11 tokens: no key leaves them.</summary>
    public List<TokenOptions> Tokens { get; set; } = [];

    /// <summary>File whose first line is the common password; it should be readable by the server only.</summary>
    public string PasswordFile { get; set; } = "";

    /// <summary>
    /// The common password itself, for samples and for secrets that come through the environment (Keys__Password). On the
    /// command line it is refused.
    /// </summary>
    public string Password { get; set; } = "";

    internal sealed class Validator : IValidateOptions<KeysOptions>
    {
        public ValidateOptionsResult Validate(string? name, KeysOptions options)
        {
            var failures = new List<string>();
            if (options.Directory.Length == 0 && options.Files.Count == 0 && options.Tokens.Count == 0)
            {
                failures.Add("Keys:Directory, Keys:Files or Keys:Tokens is required: the departments' sealing keys.");
            }

            if (options.Directory.Length > 0 && !System.IO.Directory.Exists(options.Directory))
            {
                failures.Add($"Keys:Directory: there is no folder '{options.Directory}'.");
            }

            failures.AddRange(options.Files
                .SelectMany<KeyFileOptions, string>(file => [file.File, file.PasswordFile])
                .Append(options.PasswordFile)
                .Where(path => path.Length > 0 && !File.Exists(path))
                .Select(path => $"Keys: there is no file '{path}'."));
            failures.AddRange(options.Files.Where(file => !SealAlgorithm.IsName(file.Algorithm))
                .Select(file => $"Keys:Files: '{file.File}': Algorithm is one of {string.Join(", ", SealAlgorithm.Names)}, not '{file.Algorithm}'."));
            failures.AddRange(options.Tokens.SelectMany(token => token.Failures()));
            return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
        }
    }
}

/// <summary>One PKCS#12 file.</summary>
internal sealed class KeyFileOptions
{
    public string File { get; set; } = "";

    /// <summary>File whose first line is its password; empty for the common one.</summary>
    public string PasswordFile { get; set; } = "";

    /// <summary>
    /// How it signs where its key allows several ways: RSA-SHA256 (RSA keys' default), RSA-SHA384, RSA-SHA512, RSA-PSS-SHA256,
    /// RSA-PSS-SHA384, RSA-PSS-SHA512; ECDSA-SHA256, ECDSA-SHA384, ECDSA-SHA512 (default: of the curve's size); SM2-SM3. Empty
    /// for the default; one that does not fit the key keeps the server from starting.
    /// </summary>
    public string Algorithm { get; set; } = "";

    /// <summary>Credit code of the organisation that the certificate must name; empty to take it from there.</summary>
    public string Organisation { get; set; } = "";
}
