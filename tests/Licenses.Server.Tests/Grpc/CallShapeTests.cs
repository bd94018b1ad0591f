using Google.Protobuf;
using Grpc.Core;
using Grpc.Testing;

namespace Licenses.Server.Tests.Grpc;

public sealed class CallShapeTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Each_shape_carries_its_messages(bool tls)
    {
        await using var host = await GrpcHost.StartAsync(tls);
        using var channel = host.OpenChannel();
        var client = new TestService.TestServiceClient(channel);

        var unary = await client.UnaryCallAsync(new SimpleRequest { ResponseSize = 314159, Payload = Bytes(271828) });
        using var output = client.StreamingOutputCall(new StreamingOutputCallRequest
        {
            ResponseParameters = { new ResponseParameters { Size = 31415 }, new ResponseParameters { Size = 9 } },
        });
        var sizes = await output.ResponseStream.ReadAllAsync().Select(response => response.Payload.Body.Length).ToListAsync();
        using var input = client.StreamingInputCall();
        await input.RequestStream.WriteAsync(new StreamingInputCallRequest { Payload = Bytes(27182) });
        await input.RequestStream.WriteAsync(new StreamingInputCallRequest { Payload = Bytes(8) });
        await input.RequestStream.CompleteAsync();
        var sum = await input;
        using var duplex = client.FullDuplexCall();
        await duplex.RequestStream.WriteAsync(new StreamingOutputCallRequest { ResponseParameters = { new ResponseParameters { Size = 5 } } });
        Assert.True(await duplex.ResponseStream.MoveNext());
        await duplex.RequestStream.CompleteAsync();
        Assert.False(await duplex.ResponseStream.MoveNext());

        Assert.Equal(314159, unary.Payload.Body.Length);
        Assert.Equal([31415, 9], sizes);
        Assert.Equal(27190, sum.AggregatedPayloadSize);
        Assert.Equal(StatusCode.OK, duplex.GetStatus().StatusCode);
        Assert.Empty(host.Log.Errors);
    }

    [Fact]
    public async Task A_message_after_the_server_ended_the_call_well_is_a_mistake_and_no_failure()
    {
        await using var host = await ScriptedHost.StartAsync();
        host.Service.Duplex = (_, _, _) => Task.CompletedTask;
        for (int round = 0; round < 30; round++)
        {
            using var call = host.Client.FullDuplexCall();
            var ends = call.ResponseStream.MoveNext();
            Exception? refused = null;
            for (int tries = 0; tries < 1_000_000 && refused is null; tries++)
            {
                refused = await Record.ExceptionAsync(() => call.RequestStream.WriteAsync(new StreamingOutputCallRequest()));
            }

            Assert.False(await ends);
            Assert.IsType<InvalidOperationException>(refused);
        }
    }

    [Fact]
    public async Task A_blocking_call_answers()
    {
        await using var host = await GrpcHost.StartAsync();
        using var channel = host.OpenChannel();

        var response = new TestService.TestServiceClient(channel).UnaryCall(new SimpleRequest { ResponseSize = 3 });

        Assert.Equal(3, response.Payload.Body.Length);
    }

    private static Payload Bytes(int size) => new() { Body = ByteString.CopyFrom(new byte[size]) };
}
