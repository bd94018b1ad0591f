using Licenses.Sealing.Renewal;
using Microsoft.Extensions.Options;

namespace Licenses.Server.Endpoints.Hosting;

/// <summary>When the stored documents are looked through.</summary>
internal sealed class RenewalJobOptions
{
    public const string Section = "Renewal";

    /// <summary>How often.</summary>
    public TimeSpan Period { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long before its end a timestamp is followed by another one.</summary>
    public TimeSpan Notice { get; set; } = TimeSpan.FromDays(90);

    /// <summary>How many documents are taken at once; a full batch is followed by the next one at once.</summary>
    public int Batch { get; set; } = 100;

    internal RenewalOptions ToOptions() => new(Notice, Batch);

    internal sealed class Validator : IValidateOptions<RenewalJobOptions>
    {
        public ValidateOptionsResult Validate(string? name, RenewalJobOptions options) =>
            options.Period < TimeSpan.FromMilliseconds(100) || options.Period > TimeSpan.FromDays(7)
                ? ValidateOptionsResult.Fail($"Renewal:Period must be within 0.1 s to 7 days, but is {options.Period}.")
            : options.Notice < TimeSpan.FromDays(1) || options.Notice > TimeSpan.FromDays(3650)
                ? ValidateOptionsResult.Fail($"Renewal:Notice must be within 1 to 3650 days, but is {options.Notice}.")
            : options.Batch is < 1 or > 10_000
                ? ValidateOptionsResult.Fail($"Renewal:Batch must be within 1 to 10,000, but is {options.Batch}.")
            : ValidateOptionsResult.Success;
    }
}
