using System.Buffers;
using System.Buffers.Binary;
using Grpc.Core;

namespace Grpc.Framing;

/// <summary>The five bytes before each message: a flag and a big-endian length.</summary>
internal readonly record struct FrameHeader(bool Compressed, int Length)
{
    internal const int Size = 5;

    internal static bool TryRead(in ReadOnlySequence<byte> buffer, out FrameHeader header)
    {
        header = default;
        if (buffer.Length < Size)
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[Size];
        buffer.Slice(0, Size).CopyTo(bytes);
        uint length = BinaryPrimitives.ReadUInt32BigEndian(bytes[1..]);
        if (bytes[0] > 1)
        {
            throw Malformed("Unexpected compressed flag value in message header.");
        }

        if (length > int.MaxValue)
        {
            throw Malformed("Message length in message header is too large.");
        }

        header = new FrameHeader(bytes[0] == 1, (int)length);
        return true;
    }

    internal void Write(Span<byte> destination)
    {
        destination[0] = Compressed ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt32BigEndian(destination[1..Size], Length);
    }

    private static RpcException Malformed(string detail) => new(new Status(StatusCode.Internal, detail));
}
