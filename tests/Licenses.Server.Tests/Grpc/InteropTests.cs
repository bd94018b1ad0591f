namespace Licenses.Server.Tests.Grpc;

/// <summary>The gRPC interoperability cases, between our client and our server.</summary>
public sealed class InteropTests(ITestOutputHelper output)
{
    public static TheoryData<string, bool> All()
    {
        var data = new TheoryData<string, bool>();
        foreach (var name in InteropCases.Names)
        {
            data.Add(name, false);
            data.Add(name, true);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Our_client_and_our_server_pass(string name, bool tls)
    {
        await using var host = await GrpcHost.StartAsync(tls);
        using var channel = host.OpenChannel();
        var sheet = new InteropSheet(output, "ours", "ours", tls);

        await sheet.PlayAsync(name, () => InteropCases.RunAsync(name, channel.CreateCallInvoker()));

        sheet.Judge();
        Assert.Empty(host.Log.Errors);
    }
}
