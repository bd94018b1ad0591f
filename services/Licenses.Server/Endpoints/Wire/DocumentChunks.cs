using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using Licenses.Server.Endpoints.Refusals;

namespace Licenses.Server.Endpoints.Wire;

/// <summary>Documents as streams of chunks, in both directions.</summary>
internal static class DocumentChunks
{
    public const int ChunkBytes = 256 * 1024;
    public const int MostUploadBytes = 64 * 1024 * 1024;

    public static V1.DocumentInfo InfoOf(ReadOnlyMemory<byte> document, string fileName) => new()
    {
        Size = document.Length,
        Sha256 = ByteString.CopyFrom(SHA256.HashData(document.Span)),
        FileName = fileName,
    };

    public static async Task WriteAsync<T>(
        ReadOnlyMemory<byte> document,
        IServerStreamWriter<T> stream,
        Func<V1.DocumentChunk, T> wrap,
        CancellationToken cancellationToken)
    {
        for (int start = 0; start < document.Length; start += ChunkBytes)
        {
            // Not copied: the document is not changed while its chunks are on their way.
            var data = UnsafeByteOperations.UnsafeWrap(document.Slice(start, Math.Min(ChunkBytes, document.Length - start)));
            await stream.WriteAsync(wrap(new V1.DocumentChunk { Data = data }), cancellationToken);
        }
    }

    /// <summary>The options that begin a stream.</summary>
    public static async Task<TOptions> ReadOptionsAsync<T, TOptions>(
        IAsyncStreamReader<T> stream, Func<T, TOptions?> optionsOf, CancellationToken cancellationToken)
        where TOptions : class =>
        await stream.MoveNext(cancellationToken) && optionsOf(stream.Current) is { } options
            ? options
            : throw CallRefusals.BadStream("第一条消息须为 options", "the first message must be options").ToException();

    /// <summary>The document that follows the options; refused when it is out of order or too large.</summary>
    public static async Task ReadAsync<T>(
        IAsyncStreamReader<T> stream,
        Func<T, V1.DocumentChunk?> chunkOf,
        Upload upload,
        CancellationToken cancellationToken)
    {
        while (await stream.MoveNext(cancellationToken))
        {
            upload.Append(DataOf(chunkOf(stream.Current)).Span);
        }
    }

    private static ByteString DataOf(V1.DocumentChunk? chunk) => chunk switch
    {
        null => throw CallRefusals.BadStream(
            "options 之后只能是文件分块", "after options only chunks may follow").ToException(),
        { Data.IsEmpty: true } => throw CallRefusals.BadStream(
            "文件分块不得为空", "a chunk must not be empty").ToException(),
        { Data.Length: > ChunkBytes } => throw CallRefusals.LimitExceeded(
            "单个文件分块不得超过 256 KiB", "a chunk has at most 256 KiB").ToException(),
        _ => chunk.Data,
    };
}
