using System.CommandLine;

namespace Licenses.Cli.Trust;

/// <summary><c>licenses trust list</c>: signed lists of whom to trust.</summary>
internal static class TrustListCommand
{
    private const string Examples = """
        licenses trust list make --entries anchors.json --number 7 --days 30 --key list.p12 --password-file secret.txt -o trust.jws
                                                            sign whom to trust from now on
        licenses trust list show trust.jws                  what it says, whoever signed it
        licenses trust list verify trust.jws --signer list.pem --state seen.txt
                                                            is it genuine, fresh, and no older than the last one?

        anchors.json: [{"file": "root.pem", "purposes": ["seal", "seal-maker", "timestamping"], "from": "2026-01-01T00:00:00Z",
                        "until": "2030-01-01T00:00:00Z", "names": {"zh": "本市样例根", "en": "Sample root"}}]
        Purposes: any, seal, license (a license's face), timestamping (or tsa), ocsp, crl, client, server. The same file may stand
        for anchors elsewhere: trust check --anchors, verify --trust, the server's Trust:Anchors.
        The list is a JWS (compact form, type licenses-trust-list+jwt, ES256/384/512, RS256/384/512 or PS256/384).
        """;

    public static Command Create(CliContext context) =>
        new TaughtCommand("list", "Makes, shows and verifies signed trust lists.", Examples)
        {
            TrustListMakeCommand.Create(context),
            TrustListShowCommand.Create(context),
            TrustListVerifyCommand.Create(context),
        };
}
