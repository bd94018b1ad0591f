using System.CommandLine;
using Licenses.Cli.Pki.Serving;

namespace Licenses.Cli.Pki;

/// <summary><c>licenses pki</c>: the sample PKI as pki.json declares it.</summary>
internal static class PkiCommand
{
    private const string Examples = """
        licenses pki generate --directory certs-sample     make what lacks; keys that exist are kept
        licenses pki list                                   who is in it, until when, and who is revoked
        licenses pki show police                            one certificate, and where its files are
        licenses pki serve --port 8880                      CRLs, OCSP and timestamps on loopback, with faults to switch
        """;

    public static Command Create(CliContext context) =>
        new TaughtCommand("pki", "Makes and shows a sample PKI: authorities, e-seals, server and clients.", Examples)
        {
            PkiGenerateCommand.Create(context),
            PkiListCommand.Create(context),
            PkiShowCommand.Create(context),
            PkiServeCommand.Create(context),
        };

    /// <summary>The option every subcommand has.</summary>
    internal static Option<string> DirectoryOption() => new("--directory", "-d")
    {
        Description = "The folder that holds pki.json and gets the certificates.",
        DefaultValueFactory = _ => "certs-sample",
        HelpName = "DIR",
    };
}
