using System.CommandLine;

namespace Licenses.Cli.Trust;

/// <summary><c>licenses trust</c>: whom to trust, and why.</summary>
internal static class TrustCommand
{
    private const string Examples = """
        licenses trust check --leaf seal.pem --certs inter --anchors roots --crls crls
                                                            may this certificate be trusted, and by what path?
        """;

    public static Command Create(CliContext context) =>
        new TaughtCommand("trust", "Explains whom to trust: certificate paths and revocation.", Examples)
        {
            TrustCheckCommand.Create(context),
        };
}
