using Licenses.Sealing;
using Licenses.Server.Fetching;
using Licenses.Verification;
using Microsoft.Extensions.Options;

namespace Licenses.Server.Endpoints.Hosting;

/// <summary>How high this server raises the seals that it sets (PAdES: B-B, B-T, B-LT, B-LTA).</summary>
internal sealed class SealLevelOptions
{
    public const string Section = "Sealing";

    private static readonly string[] Names =
        [.. Enum.GetValues<SignatureLevel>().Select(level => level.ToStandardName())];

    /// <summary>Of all seals. Empty: documents are stamped (B-T) where Timestamps:Authorities names somebody, licenses are not.</summary>
    public string Level { get; set; } = "";

    /// <summary>Of licenses, where it shall be another; each level costs their issue a question to the authority or more.</summary>
    public string LicenseLevel { get; set; } = "";

    internal SealLevels ToLevels() => new(Read(Level), Read(LicenseLevel) ?? Read(Level) ?? SignatureLevel.BaselineB);

    private static SignatureLevel? Read(string name) => Array.IndexOf(Names, name) is var index and >= 0 ? (SignatureLevel)index : null;

    internal sealed class Validator(
        IOptions<TimestampsOptions> timestamps, IOptions<RevocationOptions> revocation, IOptions<TrustOptions> trust)
        : IValidateOptions<SealLevelOptions>
    {
        public ValidateOptionsResult Validate(string? name, SealLevelOptions options)
        {
            string[] unknown = [.. ((string[])[options.Level, options.LicenseLevel]).Where(level => level.Length > 0 && Read(level) is null)];
            if (unknown.Length > 0)
            {
                return ValidateOptionsResult.Fail($"Sealing: a level is one of {string.Join(", ", Names)}, not {string.Join(", ", unknown)}.");
            }

            var levels = options.ToLevels();
            return CheckMeans(levels.Documents > levels.Licenses ? levels.Documents.Value : levels.Licenses);
        }

        private ValidateOptionsResult CheckMeans(SignatureLevel highest)
        {
            try
            {
                return highest >= SignatureLevel.BaselineT && timestamps.Value.Authorities.Count == 0
                    ? ValidateOptionsResult.Fail($"Sealing: {highest.ToStandardName()} needs Timestamps:Authorities.")
                    : highest >= SignatureLevel.BaselineLt && !HasSources()
                    ? ValidateOptionsResult.Fail(
                        $"Sealing: {highest.ToStandardName()} needs Revocation:Issuers, Revocation:AllowedHosts or Trust:RevocationLists.")
                    : ValidateOptionsResult.Success;
            }
            catch (OptionsValidationException)
            {
                return ValidateOptionsResult.Success; // the other section tells what is wrong with it
            }
        }

        private bool HasSources() => revocation.Value.Issuers.Count > 0 || revocation.Value.AllowedHosts.Count > 0
            || trust.Value.RevocationLists.Count > 0;
    }
}
