using System.CommandLine;
using System.Globalization;
using Licenses.Cli.Trust;
using Licenses.Crypto.X509;
using Licenses.Pdf.Signing;
using Licenses.Trust;
using Licenses.Trust.Lists;
using Licenses.Verification;

namespace Licenses.Cli.Verify;

/// <summary>The options that say when, by what policy, and on whose word documents are verified.</summary>
internal sealed class VerifyRequestOptions
{
    private readonly Option<string?> _at = new("--at")
    {
        Description = "Verify as of this time (ISO 8601; UTC where no offset stands). Default: now.", HelpName = "TIME",
    };

    private readonly Option<string[]> _trust = Paths(
        "--trust", "Whom to trust: self-signed certificates become anchors, others links (PEM or DER). A .json file "
        + "names anchors with purposes and dates (see trust check --help). Default: nobody.");

    private readonly Option<string[]> _crl = Paths("--crl", "Revocation lists (PEM or DER).");

    private readonly Option<string[]> _makers = SealMakersOption();

    private readonly Option<string> _policy = new Option<string>("--policy")
    {
        Description = "strict: after sealing, nothing but validation data and timestamps (sealed licenses). "
            + "pades: what the document's own DocMDP and FieldMDP allow. "
            + "crypto: integrity and signature value only, no trust needed.",
        HelpName = "strict|pades|crypto",
        DefaultValueFactory = _ => "strict",
    }.AcceptOnlyFromAmong("strict", "pades", "crypto");

    private readonly Option<string?> _password = new("--password") { Description = "Opens encrypted documents.", HelpName = "P" };

    private readonly Option<string> _maxAge = new("--max-age")
    {
        Description = "How old revocation data may be (90m, 24h, 7d, P7D). off: until its own nextUpdate. "
            + "What has no nextUpdate counts within a DURATION from its thisUpdate, and with off not at all. "
            + "Where the data at hand are too old, the answer says when the next are due (JSON: retryAfter).",
        HelpName = "DURATION|off",
        DefaultValueFactory = _ => "off",
    };

    private readonly AlgorithmsOption _algorithms = new();

    private readonly TrustListOptions _list = new();

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_at, _trust, _crl, _makers, _maxAge, _policy, _password])
        {
            command.Options.Add(option);
        }

        _algorithms.AddTo(command);
        _list.AddTo(command);
    }

    /// <param name="result">The command line.</param>
    /// <param name="now">Now.</param>
    /// <param name="warn">Is told why a trust list makes nobody trusted; the documents are verified without it.</param>
    /// <param name="cancellationToken">Ends waiting for another process that remembers its trust list.</param>
    public async ValueTask<VerificationRequest> ReadAsync(
        ParseResult result, DateTimeOffset now, Action<string> warn, CancellationToken cancellationToken)
    {
        var at = result.GetValue(_at) is { } text ? Time(text) : now;
        var listed = await _list.ReadAsync(result, now, cancellationToken);
        if (listed is TrustListOutcome.Stale { Detail: var stale })
        {
            warn(stale);
        }
        else if (listed is TrustListOutcome.Refused { Detail: var refused })
        {
            warn(refused);
        }

        return new()
        {
            At = at,
            Policy = Enum.Parse<InspectionPolicy>(result.GetRequiredValue(_policy), ignoreCase: true),
            Trust = Load(result, listed is TrustListOutcome.Accepted accepted ? accepted.List.AnchorsAt(now) : []),
            Algorithms = _algorithms.Read(result),
            MaxAge = TrustRequestOptions.Duration(result.GetRequiredValue(_maxAge)),
            Password = result.GetValue(_password),
        };
    }

    /// <summary>The option that names the makers of electronic seals.</summary>
    public static Option<string[]> SealMakersOption() => Paths(
        "--seal-maker",
        "Who may make electronic seals: the makers' certificates (PEM or DER). Seals by any other fail. "
            + "Default: any maker with a trusted path who does not vouch for himself.");

    private TrustStore Load(ParseResult result, IEnumerable<TrustAnchor> listed)
    {
        string[] trusted = result.GetValue(_trust) ?? [];
        var loader = new TrustStoreLoader();
        foreach (var anchor in listed)
        {
            loader.Trust(anchor);
        }

        try
        {
            foreach (var path in trusted)
            {
                loader.Trust(Existing(path));
            }

            foreach (var path in result.GetValue(_crl) ?? [])
            {
                loader.Add(Existing(path));
            }

            foreach (var path in result.GetValue(_makers) ?? [])
            {
                loader.NameSealMakers(Existing(path));
            }
        }
        catch (TrustFormatException exception)
        {
            throw new UsageException(exception.Message);
        }

        var store = loader.Load();
        return trusted.Length == 0 || !store.Anchors.IsEmpty
            ? store
            : throw new UsageException("There is no self-signed certificate in what --trust names: nobody would be trusted.");
    }

    private static string Existing(string path) =>
        File.Exists(path) || Directory.Exists(path) ? path : throw new UsageException($"There is no {path}.");

    private static DateTimeOffset Time(string text) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
        ? time
        : throw new UsageException($"--at takes a time such as 2026-06-01T12:00:00Z, not {text}.");

    private static Option<string[]> Paths(string name, string description) =>
        new(name) { Description = description, HelpName = "DIR|FILE", Arity = ArgumentArity.OneOrMore };
}
