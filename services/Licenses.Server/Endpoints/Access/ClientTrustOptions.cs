using Microsoft.Extensions.Options;

namespace Licenses.Server.Endpoints.Access;

/// <summary>Who certifies the callers. Apart from the trust in seals: a seal's issuer need not be one for clients.</summary>
internal sealed class ClientTrustOptions
{
    public const string Section = "ClientTrust";

    /// <summary>PEM files or folders of them: the roots (self-signed) and the intermediate authorities of client certificates.</summary>
    public List<string> Authorities { get; set; } = [];

    /// <summary>CRL files (PEM or DER) or folders of them. Read again when they change.</summary>
    public List<string> RevocationLists { get; set; } = [];

    /// <summary>
    /// Whether each authority on the path must have a current CRL. Without one, nobody could tell a revoked client, so
    /// this is false only where there are no CRLs at all.
    /// </summary>
    public bool RequireRevocationList { get; set; } = true;

    /// <summary>How long a judgement on a certificate may be reused, and so how late a revocation may take effect.</summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromMinutes(1);

    internal sealed class Validator : IValidateOptions<ClientTrustOptions>
    {
        public ValidateOptionsResult Validate(string? name, ClientTrustOptions options)
        {
            var failures = new List<string>();
            if (options.Authorities.Count == 0)
            {
                failures.Add("ClientTrust:Authorities is required: PEM files of the authorities that certify clients.");
            }

            if (options.MaxAge < TimeSpan.Zero || options.MaxAge > TimeSpan.FromHours(1))
            {
                failures.Add($"ClientTrust:MaxAge must be within [0, 1 h], but is {options.MaxAge}.");
            }

            failures.AddRange(options.Authorities.Concat(options.RevocationLists)
                .Where(path => !File.Exists(path) && !Directory.Exists(path))
                .Select(path => $"ClientTrust: there is no file or folder '{path}'."));
            if (failures.Count == 0 && ClientTrust.WhyUnusable(options) is { } problem)
            {
                failures.Add($"ClientTrust: {problem}");
            }

            return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
        }
    }
}
