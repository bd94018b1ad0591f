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
