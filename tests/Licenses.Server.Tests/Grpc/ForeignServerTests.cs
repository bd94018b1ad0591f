namespace Licenses.Server.Tests.Grpc;

/// <summary>The interoperability cases of our client with servers that others wrote.</summary>
public sealed class ForeignServerTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("grpcio", false)]
    [InlineData("grpcio", true)]
    [InlineData("grpc-js", false)]
    [InlineData("grpc-js", true)]
    [InlineData("Go", false)]
    [InlineData("Go", true)]
    public async Task Our_client_and_a_foreign_server_pass(string name, bool tls)
    {
        var peer = await ForeignPeer.FindAsync(name);
        using var server = ForeignServer.Start(peer.Program, [.. peer.Server, .. GrpcHost.CertificateFiles(tls)]);
        using var channel = GrpcHost.OpenChannel(new Uri($"{(tls ? "https" : "http")}://localhost:{server.Port}"), tls);
        var sheet = new InteropSheet(output, "ours", name, tls);

        foreach (var test in InteropCases.Names)
        {
            if (!peer.Compresses && InteropCases.WantCompression.Contains(test))
            {
                sheet.Skip(test, "its server does not compress on request");
                continue;
            }

            bool unprobed = test == InteropCases.ProbesCompression && !peer.ChecksCompression;
            await sheet.PlayAsync(
                test,
                () => InteropCases.RunAsync(test, channel.CreateCallInvoker(), probe: !unprobed),
                unprobed ? "(without the probe: its server cannot tell whether a request was compressed)" : "");
        }

        sheet.Judge();
    }
}
