using Licenses.Cli.Remote;
using Licenses.Trust;

namespace Licenses.Cli.Demo;

/// <summary>The organisations of the sample PKI, each with its own connection over mutual TLS.</summary>
internal sealed class SampleCallers(Uri server, string pki) : IDisposable
{
    private readonly Dictionary<string, ServerConnection> _connections = [];

    public string RootFile => Path.Combine(pki, "trust", "city-root.pem");

    public ServerConnection Issuer(string department) => Of($"issuer-{department}");

    public ServerConnection Center => Of("center");

    public ServerConnection Portal => Of("holder-portal");

    public ServerConnection Administrator => Of("administrator");

    /// <summary>A department's national certificate, as DER.</summary>
    public byte[] NationalCertificate(string name) =>
        CertificateFile.ReadFirst(Path.Combine(pki, "national", $"{name}.pem")).Encoded.ToArray();

    /// <summary>Another person than the administrator: who has seals made and cancelled together with it.</summary>
    public ServerConnection SealAdministrator => Of("seal-administrator");

    public void Dispose()
    {
        foreach (var connection in _connections.Values)
        {
            connection.Dispose();
        }
    }

    private ServerConnection Of(string client)
    {
        if (!_connections.TryGetValue(client, out var connection))
        {
            var clients = Path.Combine(pki, "clients");
            connection = ServerConnection.Open(
                server, Path.Combine(clients, $"{client}.pem"), Path.Combine(clients, $"{client}.key.pem"), RootFile);
            _connections.Add(client, connection);
        }

        return connection;
    }
}
