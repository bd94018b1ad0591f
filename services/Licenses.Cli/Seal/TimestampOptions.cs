using System.CommandLine;
using Licenses.Crypto.Cms;
using Licenses.Sealing;
using Licenses.Trust;
using Licenses.Trust.Fetching;
using Spectre.Console;

namespace Licenses.Cli.Seal;

/// <summary>The options that say where timestamps come from: an authority on the network, or a key file.</summary>
internal sealed class TimestampOptions
{
    private const string TimeStamping = "1.3.6.1.5.5.7.3.8"; // id-kp-timeStamping
    private const string OwnPolicy = "1.3.6.1.4.1.99999.1";
    private const int Margin = 512; // the TSTInfo, and what an authority may add

    private readonly Option<string[]> _address = new("--tsa")
    {
        Description = "Time-stamp authority (RFC 3161 over HTTP); further ones are asked where the ones before fail. "
            + "Where --cert names a root, only authorities under such roots are believed; with --sources or --fetch-from, "
            + "none that is revoked.",
        HelpName = "URL",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _key = new("--tsa-key")
    {
        Description = "PKCS#12 file of an authority of one's own, in place of --tsa.", HelpName = "P12",
    };

    private readonly PasswordOptions _password = new(
        "--tsa-password-file", "--tsa-password-env", "the time-stamp key's password");

    private readonly Option<string?> _policy = new("--tsa-policy")
    {
        Description = $"OID of the policy that timestamps must be issued under; of --tsa-key, {OwnPolicy} if not named.",
        HelpName = "OID",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_address);
        command.Options.Add(_key);
        _password.AddTo(command);
        command.Options.Add(_policy);
    }

    /// <param name="result">What was typed.</param>
    /// <param name="evidence">Whose authorities are believed, where it has any root; and who is asked whether one is revoked.</param>
    /// <param name="context">Now, and where to say what could not be told.</param>
    /// <returns>Null where no authority was named.</returns>
    public TimestampSource? Read(ParseResult result, Evidence evidence, CliContext context) =>
        (result.GetValue(_address) ?? [], result.GetValue(_key)) switch
        {
            ([], null) => null,
            ([], { } path) => Own(path, _password.Read(result), ReadPolicy(result) ?? OwnPolicy, context.Clock),
            (var addresses, null) => Remote([.. addresses.Select(text => new TimeStampAuthority(Address(text), ReadPolicy(result)))], evidence, context),
            _ => throw new UsageException("Name one of --tsa and --tsa-key."),
        };

    private static TimestampSource Own(string path, string password, string policy, TimeProvider clock)
    {
        var key = SealKeyOptions.Load(path, password, usePss: false);
        if (key.Certificate.ExtendedKeyUsages is not [TimeStamping])
        {
            key.Dispose();
            throw new UsageException($"The certificate in {path} is not for timestamps.");
        }

        var stamps = new OwnTimeStamps(key, policy, clock);
        return new TimestampSource(
            stamps.StampSignatureAsync, stamps.StampDocumentAsync, CadesSigner.EstimateSize(key) + Margin, key);
    }

    private string? ReadPolicy(ParseResult result)
    {
        var policy = result.GetValue(_policy);
        return policy is null || (policy.Length <= 64 && policy.Contains('.', StringComparison.Ordinal)
            && policy.Split('.').All(part => part.Length > 0 && part.All(char.IsAsciiDigit)))
            ? policy
            : throw new UsageException($"--tsa-policy takes an OID such as {OwnPolicy}, not {policy}.");
    }

    private static TimestampSource Remote(ImmutableArray<TimeStampAuthority> authorities, Evidence evidence, CliContext context)
    {
        var http = new HttpFetcher(new FetchPolicy(), _ => { });
        var options = new TimeStampOptions { Authorities = authorities };
        var trust = evidence.AtHand.Anchors.IsEmpty ? null : new CurrentTrust(evidence.AtHand, context.Clock);
        var client = new TimeStampClient(http, options, trust, context.Clock)
        {
            Watch = trust is null || evidence.Sources is null
                ? null
                : new AuthorityWatch(
                    evidence.Sources.Revocations(trust),
                    what => context.Error.MarkupLineInterpolated($"[yellow]licenses:[/] {what} 时间戳机构是否已被吊销无法查明，仍采用该时间戳。")),
        };
        return new TimestampSource(client.StampSignatureAsync, client.StampDocumentAsync, TimestampSource.UsualReserve, http);
    }

    private static Uri Address(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
            ? address
            : throw new UsageException($"--tsa takes an address such as http://tsa.example.org/, not {text}.");
}
