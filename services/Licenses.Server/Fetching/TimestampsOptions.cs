using System.Text.RegularExpressions;
using Licenses.Trust.Fetching;
using Microsoft.Extensions.Options;

namespace Licenses.Server.Fetching;

/// <summary>Who stamps the seals that this server sets. Empty: seals bear the sealer's own time only (level B-B).</summary>
internal sealed partial class TimestampsOptions
{
    public const string Section = "Timestamps";

    /// <summary>In the order in which they are asked; the next one only when the one before gives no good token.</summary>
    public List<TimestampAuthorityOptions> Authorities { get; set; } = [];

    internal TimeStampOptions ToOptions() => new()
    {
        Authorities = [.. Authorities.Select(one => new TimeStampAuthority(
            new Uri(one.Address), one.Policy.Length == 0 ? null : one.Policy))],
    };

    internal sealed class Validator : IValidateOptions<TimestampsOptions>
    {
        public ValidateOptionsResult Validate(string? name, TimestampsOptions options)
        {
            var faults = options.Authorities.SelectMany(Faults).ToList();
            return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
        }

        private static IEnumerable<string> Faults(TimestampAuthorityOptions authority)
        {
            if (!HttpAddress.IsOne(authority.Address))
            {
                yield return $"Timestamps:Authorities: '{authority.Address}' is no http or https address.";
            }

            if (authority.Policy.Length > 0 && !ObjectIdentifier().IsMatch(authority.Policy))
            {
                yield return $"Timestamps:Authorities: the policy '{authority.Policy}' is no object identifier.";
            }
        }
    }

    [GeneratedRegex(@"^[0-2](\.(0|[1-9]\d*))+$")]
    private static partial Regex ObjectIdentifier();
}

/// <summary>One timestamp authority.</summary>
internal sealed class TimestampAuthorityOptions
{
    public string Address { get; set; } = "";

    /// <summary>The policy (OID) that its tokens must be issued under; empty: whichever it uses.</summary>
    public string Policy { get; set; } = "";
}
