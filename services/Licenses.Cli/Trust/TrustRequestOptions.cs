using System.CommandLine;
using System.Globalization;
using System.Numerics;
using System.Xml;
using Licenses.Crypto.X509;
using Licenses.Trust;
using Licenses.Trust.Lists;

namespace Licenses.Cli.Trust;

/// <summary>The options that say which certificate, for what, when, and on whose word.</summary>
internal sealed class TrustRequestOptions
{
    private readonly Option<string> _leaf = new("--leaf")
    {
        Description = "The certificate in question (DER or PEM).", HelpName = "F", Required = true,
    };

    private readonly Option<string[]> _anchors = Paths(
        "--anchors", "Whom to trust: every certificate here, self-signed or not; or a .json file that names them with purposes and dates.");

    private readonly Option<string[]> _certs = Paths("--certs", "Certificates that may stand in between; nobody here is trusted.");

    private readonly Option<string[]> _crls = Paths("--crls", "CRLs and OCSP responses. Given: revocation must be disproved.");

    private readonly Option<string?> _at = new("--at")
    {
        Description = "As of this time (ISO 8601, yyyyMMddHHmmssZ or Unix seconds; UTC where no offset stands). Default: now.", HelpName = "TIME",
    };

    private readonly Option<string> _purpose = new Option<string>("--purpose")
    {
        Description = "What the certificate is used for. any: no extended key usage is demanded.",
        HelpName = string.Join('|', PurposeNames.All),
        DefaultValueFactory = _ => "any",
    }.AcceptOnlyFromAmong([.. PurposeNames.All]);

    private readonly Option<string[]> _policy = new("--policy")
    {
        Description = "One of these policies must hold along the path; 2.5.29.32.0: any, but one must. Default: none is asked for.",
        HelpName = "OID",
    };

    private readonly Option<bool> _requirePolicy = new("--explicit-policy") { Description = "Some policy must hold along the path." };

    private readonly Option<bool> _inhibitMapping = new("--inhibit-mapping") { Description = "Policies are not mapped." };

    private readonly Option<bool> _inhibitAny = new("--inhibit-any-policy") { Description = "anyPolicy stands for no other policy." };

    private readonly Option<string> _maxAge = new("--max-age")
    {
        Description = "How old revocation data may be (90m, 24h, 7d, P7D). off: until its own nextUpdate. "
            + "What has no nextUpdate counts within a DURATION from its thisUpdate, and with off not at all. "
            + "Where the data at hand are too old, the answer says when the next are due (JSON: retryAfter).",
        HelpName = "DURATION|off",
        DefaultValueFactory = _ => "off",
    };

    private readonly AlgorithmsOption _algorithms = new();

    private readonly Option<int> _patience = new("--time-limit")
    {
        Description = "Seconds for the answer; what takes longer is INDETERMINATE.", HelpName = "SECONDS", DefaultValueFactory = _ => 60,
    };

    private readonly TrustListOptions _list = new();

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_leaf, _certs, _anchors, _crls, _at, _purpose, _policy, _requirePolicy, _inhibitMapping, _inhibitAny, _maxAge, _patience])
        {
            command.Options.Add(option);
        }

        _algorithms.AddTo(command);
        _list.AddTo(command);
    }

    public async ValueTask<TrustRequest> ReadAsync(ParseResult result, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var loader = new TrustStoreLoader { IsLenient = true };
        foreach (string path in result.GetValue(_anchors) ?? [])
        {
            Trust(loader, Existing(path));
        }

        foreach (string path in (result.GetValue(_certs) ?? []).Concat(result.GetValue(_crls) ?? []))
        {
            loader.Add(Existing(path));
        }

        string file = Existing(result.GetRequiredValue(_leaf));
        if (Directory.Exists(file))
        {
            throw new UsageException($"--leaf takes one certificate's file; {file} is a folder.");
        }

        var question = ReadLeaf(file, out string? fault) is { } leaf ? Ask(leaf, result, now) : null;
        var list = await _list.ReadAsync(result, now, cancellationToken);
        if (list is null && result.GetValue(_anchors) is not { Length: > 0 })
        {
            throw new UsageException("--anchors or --trust-list says whom to trust.");
        }

        string? stale = TakeList(loader, list, now);
        return new TrustRequest(file, question, loader.Load(), loader.Skipped, fault)
        {
            ListFault = stale,
            TimeLimit = result.GetValue(_patience) is var seconds and > 0
                ? TimeSpan.FromSeconds(seconds)
                : throw new UsageException("--time-limit takes a number from 1."),
        };
    }

    private static void Trust(TrustStoreLoader loader, string path)
    {
        try
        {
            loader.TrustAll(path);
        }
        catch (TrustFormatException exception)
        {
            throw new UsageException(exception.Message); // terms that cannot be read are not passed over
        }
    }

    // Why the named list makes nobody trusted; null where it does, or none was named. A list says whom to trust now,
    // whatever time is asked about: a list of then may name who has been struck off since.
    private static string? TakeList(TrustStoreLoader loader, TrustListOutcome? outcome, DateTimeOffset now)
    {
        foreach (var anchor in outcome is TrustListOutcome.Accepted accepted ? accepted.List.AnchorsAt(now) : [])
        {
            loader.Trust(anchor);
        }

        return outcome switch
        {
            TrustListOutcome.Stale stale => stale.Detail,
            TrustListOutcome.Refused refused => refused.Detail,
            _ => null,
        };
    }

    private TrustQuestion Ask(Certificate leaf, ParseResult result, DateTimeOffset now)
    {
        var purpose = PurposeNames.TryParse(result.GetRequiredValue(_purpose), out var known) ? known.Value : CertificatePurpose.Any;
        var at = result.GetValue(_at) is { } text ? TimeText.Parse(text) : now;
        return Ask(new TrustQuestion(leaf, at, purpose), result, new WeakCertificate(_algorithms.Read(result), at));
    }

    private TrustQuestion Ask(TrustQuestion question, ParseResult result, WeakCertificate weak) => question with
    {
        Policies = [.. (result.GetValue(_policy) ?? []).Select(Policy)],
        RequirePolicy = result.GetValue(_requirePolicy),
        InhibitMapping = result.GetValue(_inhibitMapping),
        InhibitAnyPolicy = result.GetValue(_inhibitAny),
        CheckRevocation = result.GetValue(_crls) is { Length: > 0 },
        MaxAge = Duration(result.GetRequiredValue(_maxAge)),
        DataConstraint = weak.Algorithms.RefuseData,
        Constraint = weak.Refuse,
        AnchorConstraint = weak.RefuseKey,
    };

    private static string Policy(string text) => text.Split('.') is [{ Length: 1 }, _, ..] parts
        && parts.All(part => BigInteger.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        ? text
        : throw new UsageException($"--policy takes an object identifier such as 2.5.29.32.0, not {text}.");

    private static Certificate? ReadLeaf(string file, out string? fault)
    {
        fault = null;
        try
        {
            return CertificateFile.ReadFirst(file);
        }
        catch (TrustFormatException exception)
        {
            fault = exception.Message;
            return null;
        }
    }

    private static string Existing(string path) =>
        File.Exists(path) || Directory.Exists(path) ? path : throw new UsageException($"There is no {path}.");

    internal static TimeSpan? Duration(string text)
    {
        if (text.Equals("off", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        try
        {
            bool isNumber = double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double count);
            return (text[^1], isNumber) switch
            {
                ('s', true) => TimeSpan.FromSeconds(count),
                ('m', true) => TimeSpan.FromMinutes(count),
                ('h', true) => TimeSpan.FromHours(count),
                ('d', true) => TimeSpan.FromDays(count),
                ('w', true) => TimeSpan.FromDays(7 * count),
                _ => XmlConvert.ToTimeSpan(text),
            };
        }
        catch (Exception exception) when (exception is FormatException or OverflowException or ArgumentException)
        {
            throw new UsageException($"--max-age takes a duration such as 24h, 7d or P7D, or off, not {text}.");
        }
    }

    private static Option<string[]> Paths(string name, string description) =>
        new(name) { Description = description, HelpName = "DIR|FILE", Arity = ArgumentArity.OneOrMore };
}
