using Microsoft.Extensions.Options;

namespace Licenses.Server.Keys;

/// <summary>Whose key makes electronic seals: a file's, or that of an organisation of the keyring. Neither: none are made.</summary>
internal sealed class SealMakerOptions
{
    public const string Section = "Sealing:Maker";

    /// <summary>PKCS#12 file of the maker's SM2 key; empty for none.</summary>
    public string File { get; set; } = "";

    /// <summary>File whose first line is its password; empty for the common one of the section Keys.</summary>
    public string PasswordFile { get; set; } = "";

    /// <summary>
    /// Credit code of the organisation. With a file the certificate must name it; without one, its key is taken from the
    /// section Keys: a key file's, or a token's that knows SM2 (Keys:Tokens:…:Sm2).
    /// </summary>
    public string Organisation { get; set; } = "";

    public bool IsEmpty => File.Length == 0 && Organisation.Length == 0;

    internal sealed class Validator : IValidateOptions<SealMakerOptions>
    {
        public ValidateOptionsResult Validate(string? name, SealMakerOptions options)
        {
            var failures = new[] { options.File, options.PasswordFile }
                .Where(path => path.Length > 0 && !System.IO.File.Exists(path))
                .Select(path => $"Sealing:Maker: there is no file '{path}'.")
                .ToList();
            if (options.Organisation.Length > 0 && !CreditCode.TryParse(options.Organisation, out _))
            {
                failures.Add($"Sealing:Maker:Organisation: '{options.Organisation}' is no unified social credit code.");
            }

            if (options.PasswordFile.Length > 0 && options.File.Length == 0)
            {
                failures.Add("Sealing:Maker:PasswordFile opens Sealing:Maker:File, which is not set.");
            }

            return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
        }
    }
}
