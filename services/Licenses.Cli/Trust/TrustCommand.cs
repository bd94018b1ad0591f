using System.CommandLine;

namespace Licenses.Cli.Trust;

/// <summary><c>licenses trust</c>: whom to trust, and why.</summary>
internal static class TrustCommand
{
    private const string Examples = """
        licenses trust check --leaf seal.pem --certs inter --anchors roots --crls crls
                                                            may this certificate be trusted, and by what path?
        licenses trust list verify trust.jws --signer list.pem --state seen.txt
                                                            may this signed list of anchors be believed?
        """;

    public static Command Create(CliContext context) =>
        new TaughtCommand("trust", "Explains whom to trust: certificate paths, revocation, signed lists of anchors.", Examples)
        {
            TrustCheckCommand.Create(context),
            TrustListCommand.Create(context),
        };
}
