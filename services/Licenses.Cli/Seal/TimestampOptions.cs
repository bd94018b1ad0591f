using System.CommandLine;
using Licenses.Crypto.Cms;
using Licenses.Sealing;
using Licenses.Trust.Fetching;

namespace Licenses.Cli.Seal;

/// <summary>The options that say where timestamps come from: an authority on the network, or a key file.</summary>
internal sealed class TimestampOptions
{
    private const string TimeStamping = "1.3.6.1.5.5.7.3.8"; // id-kp-timeStamping
    private const int Margin = 512; // the TSTInfo, and what an authority may add

    private readonly Option<string[]> _address = new("--tsa")
    {
        Description = "Time-stamp authority (RFC 3161 over HTTP); further ones are asked where the ones before fail.",
        HelpName = "URL",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _key = new("--tsa-key")
    {
        Description = "PKCS#12 file of an authority of one's own, in place of --tsa.", HelpName = "P12",
    };

    private readonly PasswordOptions _password = new(
        "--tsa-password-file", "--tsa-password-env", "the time-stamp key's password");

    private readonly Option<string> _policy = new("--tsa-policy")
    {
        Description = "OID of the policy that --tsa-key stamps under.",
        HelpName = "OID",
        DefaultValueFactory = _ => "1.3.6.1.4.1.99999.1",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_address);
        command.Options.Add(_key);
        _password.AddTo(command);
        command.Options.Add(_policy);
    }

    /// <returns>Null where no authority was named.</returns>
    public TimestampSource? Read(ParseResult result, TimeProvider clock) =>
        (result.GetValue(_address) ?? [], result.GetValue(_key)) switch
        {
            ([], null) => null,
            ([], { } path) => Own(path, _password.Read(result), result.GetRequiredValue(_policy), clock),
            (var addresses, null) => Remote([.. addresses.Select(Address)], clock),
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

        if (policy.Length > 64 || !policy.Split('.').All(part => part.Length > 0 && part.All(char.IsAsciiDigit)) || !policy.Contains('.', StringComparison.Ordinal))
        {
            throw new UsageException($"--tsa-policy takes an OID such as 1.3.6.1.4.1.99999.1, not {policy}.");
        }

        var stamps = new OwnTimeStamps(key, policy, clock);
        return new TimestampSource(
            stamps.StampSignatureAsync, stamps.StampDocumentAsync, CadesSigner.EstimateSize(key) + Margin, key);
    }

    private static TimestampSource Remote(ImmutableArray<Uri> addresses, TimeProvider clock)
    {
        var http = new HttpFetcher(new FetchPolicy(), _ => { });
        var options = new TimeStampOptions { Authorities = [.. addresses.Select(address => new TimeStampAuthority(address))] };
        var client = new TimeStampClient(http, options, null, clock);
        return new TimestampSource(client.StampSignatureAsync, client.StampDocumentAsync, TimestampSource.UsualReserve, http);
    }

    private static Uri Address(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
            ? address
            : throw new UsageException($"--tsa takes an address such as http://tsa.example.org/, not {text}.");
}
