using FsCheck;
using FsCheck.Fluent;
using Grpc.Core;
using Grpc.Framing;

namespace Licenses.Server.Tests.Grpc;

public sealed class StreamInputTests
{
    private static readonly Marshaller<byte[]> Bytes = new(bytes => bytes, bytes => bytes);

    [Fact]
    public void Messages_of_any_size_survive_any_fragmentation() =>
        Prop.ForAll(
            ArbMap.Default.ArbFor<int>().Filter(seed => seed > 0),
            seed => ReadAll(seed).SequenceEqual(Sizes(seed))).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(int.MaxValue, 10_000)]
    [InlineData(1_900_000_000, 10_000)]
    [InlineData(1_900_000_000, 3_000_000)]
    [InlineData(1_900_000_000, 40_000_000)]
    public async Task Memory_grows_with_what_has_come_and_not_with_what_is_announced(int announced, int sent)
    {
        var bytes = new byte[FrameHeader.Size + sent];
        new FrameHeader(Compressed: false, announced).Write(bytes);
        var input = new StreamInput(new Trickle(bytes, new System.Random(1)));
        var reader = new MessageReader().Open(input, null);
        long before = GC.GetAllocatedBytesForCurrentThread();

        var failure = await Assert.ThrowsAsync<RpcException>(() => reader.ReadAsync(Bytes, CancellationToken.None).AsTask());

        Assert.Equal(announced == int.MaxValue ? StatusCode.ResourceExhausted : StatusCode.Internal, failure.StatusCode);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000 + (4L * sent));
        await input.CompleteAsync();
    }

    private static List<int> Sizes(int seed)
    {
        var chance = new System.Random(seed);
        return [.. Enumerable.Range(0, 8).Select(_ => chance.Next(4) switch { 0 => 0, 1 => chance.Next(20), 2 => chance.Next(5000), _ => chance.Next(70_000) })];
    }

    private static List<int> ReadAll(int seed)
    {
        using var frames = new PooledBuffer();
        using var writer = new MessageWriter();
        foreach (var size in Sizes(seed))
        {
            var message = new byte[size];
            Array.Fill(message, unchecked((byte)size));
            writer.Write(message, Bytes, frames, compress: false);
        }

        var input = new StreamInput(new Trickle(frames.Written.ToArray(), new System.Random(seed)));
        var reader = new MessageReader().Open(input, null);
        var sizes = new List<int>();
        while (reader.ReadAsync(Bytes, CancellationToken.None).AsTask().GetAwaiter().GetResult() is { } message)
        {
            sizes.Add(Array.TrueForAll(message, part => part == unchecked((byte)message.Length)) ? message.Length : -1);
        }

        input.Complete();
        return sizes;
    }

    /// <summary>Hands out its bytes in pieces of random size.</summary>
    private sealed class Trickle(byte[] content, System.Random chance) : MemoryStream(content)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, 1 + chance.Next(20_000))], cancellationToken);
    }
}
