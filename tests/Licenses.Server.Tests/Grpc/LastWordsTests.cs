using Grpc.Core;
using Grpc.Net.Client;

namespace Licenses.Server.Tests.Grpc;

/// <summary>
/// What a server says last before it closes the connection. Alone: on a machine under load SocketsHttpHandler still loses the
/// one or other (README, "Last words").
/// </summary>
[Collection(SoakTests.Alone)]
public sealed class LastWordsTests
{
    /// <summary>Each a race between the connection's end and those who read what came before it: so they run many times.</summary>
    [Theory]
    [InlineData("EarlyEnd", StatusCode.NotFound)]
    [InlineData("EarlyTrailersOnly", StatusCode.NotFound)]
    [InlineData("EarlyCancel", StatusCode.Cancelled)]
    [InlineData("EarlyCalm", StatusCode.ResourceExhausted)]
    public async Task What_ends_a_call_whose_requests_are_still_open_is_told_although_the_connection_closes(string name, StatusCode expected)
    {
        using var server = MisbehavingServerTests.StartServer();
        var method = new Method<string, string>(MethodType.DuplexStreaming, "bad.Service", name, Marshallers.StringMarshaller, Marshallers.StringMarshaller);
        for (int time = 0; time < 50; time++)
        {
            using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{server.Port}");
            using var call = channel.CreateCallInvoker().AsyncDuplexStreamingCall(method, null, default);
            await Record.ExceptionAsync(async () =>
            {
                while (await call.ResponseStream.MoveNext())
                {
                    await Task.Delay(time % 10); // reading is late, too
                }
            });

            Assert.Equal(expected, call.GetStatus().StatusCode);
        }
    }
}
