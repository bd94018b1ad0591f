using Microsoft.Extensions.Options;

namespace Licenses.Server.Storage;

/// <summary>The key under which personal data is encrypted and found.</summary>
public sealed class PersonalDataOptions
{
    /// <summary>File of at least 64 random bytes. Who loses it loses the data; it belongs in a backup of its own.</summary>
    public string KeyFile { get; set; } = "personal-data.key";

    /// <summary>Whether a missing file is created (mode 0600): for samples and development only.</summary>
    public bool CreateKeyFile { get; set; }

    internal sealed class Validator : IValidateOptions<PersonalDataOptions>
    {
        public ValidateOptionsResult Validate(string? name, PersonalDataOptions options) =>
            string.IsNullOrWhiteSpace(options.KeyFile)
                ? ValidateOptionsResult.Fail("PersonalData:KeyFile must name the file of the key for personal data.")
                : !options.CreateKeyFile && !File.Exists(options.KeyFile)
                    ? ValidateOptionsResult.Fail(
                        $"PersonalData:KeyFile {options.KeyFile} does not exist; PersonalData:CreateKeyFile makes one.")
                    : ValidateOptionsResult.Success;
    }
}
