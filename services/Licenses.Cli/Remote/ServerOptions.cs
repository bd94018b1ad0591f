using System.CommandLine;

namespace Licenses.Cli.Remote;

/// <summary>The options of every command that asks a server: where it is, and who asks.</summary>
internal sealed class ServerOptions
{
    private const string DefaultServer = "https://localhost:7443";

    private readonly Option<string> _server = new("--server")
    {
        Description = $"Address of the server; else LICENSES_SERVER, else {DefaultServer}.",
        HelpName = "URL",
    };

    private readonly Option<string> _certificate = new("--cert")
    {
        Description = "Client certificate with its chain (PEM); else LICENSES_CERT.",
        HelpName = "FILE",
    };

    private readonly Option<string> _key = new("--key")
    {
        Description = "Its private key (PEM, PKCS#8); else LICENSES_KEY.",
        HelpName = "FILE",
    };

    private readonly Option<string> _authority = new("--ca")
    {
        Description = "Root certificate that the server's must lead to (PEM); else LICENSES_CA.",
        HelpName = "FILE",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_server);
        command.Options.Add(_certificate);
        command.Options.Add(_key);
        command.Options.Add(_authority);
    }

    /// <summary>Opens the connection that the command line and the environment name.</summary>
    public ServerConnection Connect(ParseResult result) => ServerConnection.Open(
        new Uri(Find(result, _server, "LICENSES_SERVER") ?? DefaultServer),
        Require(result, _certificate, "LICENSES_CERT"),
        Require(result, _key, "LICENSES_KEY"),
        Require(result, _authority, "LICENSES_CA"));

    private static string? Find(ParseResult result, Option<string> option, string variable) =>
        result.GetValue(option) ?? Environment.GetEnvironmentVariable(variable);

    private static string Require(ParseResult result, Option<string> option, string variable) =>
        Find(result, option, variable)
        ?? throw new UsageException($"{option.Name} or {variable} must say who asks; try --help");
}
