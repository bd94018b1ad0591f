using Licenses.Trust;
using Licenses.Trust.Lists;
using Licenses.Verification;
using Microsoft.Extensions.Options;

namespace Licenses.Server.Endpoints.Hosting;

/// <summary>Whose seals are believed. Apart from the trust in clients.</summary>
internal sealed class TrustOptions
{
    public const string Section = "Trust";

    /// <summary>A <see cref="ListState"/> that remembers nothing beyond the end of the process.</summary>
    public const string NoState = "none";

    private readonly TrustListProcessMemory _seen = new();

    /// <summary>
    /// Files or folders of the roots (PEM or DER) that vouch for seals, for every purpose and as long as they are valid; or a
    /// .json file that names anchors with purposes and dates: [{ "file": "root.pem", "purposes": ["seal", "license"],
    /// "from": TIME, "until": TIME }]. Required where there is no List.
    /// </summary>
    public List<string> Anchors { get; set; } = [];

    /// <summary>Files or folders of intermediate authorities; they are links, not trusted by themselves.</summary>
    public List<string> Authorities { get; set; } = [];

    /// <summary>Files or folders of CRLs.</summary>
    public List<string> RevocationLists { get; set; } = [];

    /// <summary>
    /// Files or folders of the certificates of who makes electronic seals: seals by any other maker fail. None: any maker
    /// that an anchor vouches for, unless he is of the house that applies the seal.
    /// </summary>
    public List<string> SealMakers { get; set; } = [];

    /// <summary>File of a signed trust list, whose entries are anchors for their purposes and times; empty for none.</summary>
    public string List { get; set; } = "";

    /// <summary>Files of the certificates of whom may sign the list.</summary>
    public List<string> ListSigners { get; set; } = [];

    /// <summary>
    /// File that remembers the last list accepted, so that no start goes back to an older one; it must outlast the process.
    /// Empty: trust-list.seen beside the database where that is a file, and no start where it is not. "none": an older list is
    /// refused until the process ends, and whoever can replace the list's file and restart the server can go back to any.
    /// </summary>
    public string ListState { get; set; } = "";

    /// <summary>File of the table that says until when algorithms count (JSON); its rows replace the built-in ones. Empty: these.</summary>
    public string Algorithms { get; set; } = "";

    /// <summary>How often the files are looked at for changes.</summary>
    public TimeSpan ReloadPeriod { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The trust of all files.</summary>
    /// <param name="now">
    /// A trust list that does not count at this time makes nobody trusted; one that does, until its next update.
    /// </param>
    /// <param name="cancellationToken">Ends waiting for another process that remembers its list.</param>
    /// <exception cref="TrustFormatException">A file holds nothing that can be trusted, or the trust list is refused.</exception>
    /// <exception cref="AlgorithmTableFormatException">The file of algorithms is no such table.</exception>
    public async ValueTask<TrustStore> LoadAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var files = LoadFiles();
        var outcome = List.Length == 0
            ? null
            : await Reader().ReadAsync(await File.ReadAllTextAsync(List, cancellationToken), now, cancellationToken);
        return outcome switch
        {
            TrustListOutcome.Accepted { List: var list } => files.With(list.AnchorsAt(now), list.NextUpdate),
            TrustListOutcome.Refused refused => throw new TrustFormatException(List, refused.Detail),
            _ => files,
        };
    }

    /// <summary>The trust of all files but the trust list.</summary>
    /// <exception cref="TrustFormatException">A file holds nothing that can be trusted.</exception>
    /// <exception cref="AlgorithmTableFormatException">The file of algorithms is no such table.</exception>
    public TrustStore LoadFiles()
    {
        var loader = new TrustStoreLoader();
        Anchors.ForEach(path => loader.Trust(path));
        Authorities.ForEach(path => loader.Add(path));
        RevocationLists.ForEach(path => loader.Add(path));
        SealMakers.ForEach(path => loader.NameSealMakers(path));
        return Algorithms.Length == 0 ? loader.Load() : loader.Load().With(AlgorithmTableFile.Read(Algorithms));
    }

    /// <summary>What the trust list would be worth at a time, without taking it; null where none is configured.</summary>
    /// <exception cref="TrustFormatException">A signer's file holds no certificate.</exception>
    public TrustListOutcome? LookAtList(DateTimeOffset now) => List.Length == 0 ? null : Reader().Look(File.ReadAllText(List), now);

    private TrustListReader Reader() => new(
        [.. ListSigners.Select(CertificateFile.ReadFirst)],
        ListState is "" or NoState ? _seen : new TrustListFileMemory(ListState));

    internal sealed class Validator(TimeProvider clock) : IValidateOptions<TrustOptions>
    {
        public ValidateOptionsResult Validate(string? name, TrustOptions options)
        {
            if (options.Anchors.Count == 0 && options.List.Length == 0)
            {
                return ValidateOptionsResult.Fail("Trust:Anchors or Trust:List is required: the roots that vouch for seals.");
            }

            if (options.List.Length > 0 && options.ListSigners.Count == 0)
            {
                return ValidateOptionsResult.Fail("Trust:ListSigners is required: the certificates of whom may sign Trust:List.");
            }

            if (options.List.Length > 0 && options.ListState.Length == 0)
            {
                return ValidateOptionsResult.Fail(
                    $"Trust:ListState is required where the database is no file: a file on a disk that stays, which remembers the last "
                        + $"Trust:List; or {NoState}: each start may go back to an older list.");
            }

            if (options.ReloadPeriod < TimeSpan.FromMilliseconds(100) || options.ReloadPeriod > TimeSpan.FromDays(1))
            {
                return ValidateOptionsResult.Fail($"Trust:ReloadPeriod must be within 0.1 s to 1 day, but is {options.ReloadPeriod}.");
            }

            try
            {
                return options.List.Length > 0 && options.LookAtList(clock.GetUtcNow()) is TrustListOutcome.Refused refused
                    ? ValidateOptionsResult.Fail($"Trust:List: {refused.Detail}")
                    : options.List.Length == 0 && options.LoadFiles().Anchors.IsEmpty
                    ? ValidateOptionsResult.Fail("Trust:Anchors: no self-signed root among the files.")
                    : ValidateOptionsResult.Success;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or TrustFormatException or InvalidDataException
                or AlgorithmTableFormatException)
            {
                return ValidateOptionsResult.Fail($"Trust: {e.Message}");
            }
        }
    }
}
