using Microsoft.Extensions.Options;

namespace Licenses.Server.Endpoints;

/// <summary>What verifying a document that somebody streams in may cost.</summary>
internal sealed class VerificationOptions
{
    public const string Section = "Verification";

    /// <summary>
    /// How long one document is verified, from when it has come in whole, the questions to revocation sources included. What
    /// takes longer is INDETERMINATE (TIME_LIMIT). A deadline of the caller's own that is shorter ends it sooner.
    /// </summary>
    public TimeSpan TimeLimit { get; set; } = TimeSpan.FromSeconds(30);

    internal sealed class Validator : IValidateOptions<VerificationOptions>
    {
        public ValidateOptionsResult Validate(string? name, VerificationOptions options) =>
            options.TimeLimit > TimeSpan.Zero && options.TimeLimit <= TimeSpan.FromMinutes(10)
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail($"Verification:TimeLimit must be within (0, 10 min], but is {options.TimeLimit}.");
    }
}
