using Licenses.Trust;
using Microsoft.Extensions.Options;

namespace Licenses.Server.Endpoints.Hosting;

/// <summary>Whose seals are believed. Apart from the trust in clients.</summary>
internal sealed class TrustOptions
{
    public const string Section = "Trust";

    /// <summary>Files or folders of the roots (PEM or DER) that vouch for seals. Required.</summary>
    public List<string> Anchors { get; set; } = [];

    /// <summary>Files or folders of intermediate authorities; they are links, not trusted by themselves.</summary>
    public List<string> Authorities { get; set; } = [];

    /// <summary>Files or folders of CRLs.</summary>
    public List<string> RevocationLists { get; set; } = [];

    /// <summary>How often the files are looked at for changes.</summary>
    public TimeSpan ReloadPeriod { get; set; } = TimeSpan.FromMinutes(1);

    /// <exception cref="TrustFormatException">A file holds nothing that can be trusted.</exception>
    public TrustStore Load()
    {
        var loader = new TrustStoreLoader();
        Anchors.ForEach(path => loader.Trust(path));
        Authorities.ForEach(path => loader.Add(path));
        RevocationLists.ForEach(path => loader.Add(path));
        return loader.Load();
    }

    internal sealed class Validator : IValidateOptions<TrustOptions>
    {
        public ValidateOptionsResult Validate(string? name, TrustOptions options)
        {
            if (options.Anchors.Count == 0)
            {
                return ValidateOptionsResult.Fail("Trust:Anchors is required: files of the roots that vouch for seals.");
            }

            if (options.ReloadPeriod < TimeSpan.FromMilliseconds(100) || options.ReloadPeriod > TimeSpan.FromDays(1))
            {
                return ValidateOptionsResult.Fail($"Trust:ReloadPeriod must be within 0.1 s to 1 day, but is {options.ReloadPeriod}.");
            }

            try
            {
                return options.Load().Anchors.IsEmpty
                    ? ValidateOptionsResult.Fail("Trust:Anchors: no self-signed root among the files.")
                    : ValidateOptionsResult.Success;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or TrustFormatException)
            {
                return ValidateOptionsResult.Fail($"Trust: {e.Message}");
            }
        }
    }
}
