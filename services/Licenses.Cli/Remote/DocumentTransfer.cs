using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using Licenses.V1;

namespace Licenses.Cli.Remote;

/// <summary>Documents on their way over the wire: chunks out, chunks in, length and digest checked at the end.</summary>
internal static class DocumentTransfer
{
    public const int ChunkSize = 256 * 1024;

    /// <summary>Fetches a license's sealed PDF into a file; the file appears only when it is whole.</summary>
    public static async Task DownloadAsync(
        IssuingService.IssuingServiceClient client, string number, string file, CancellationToken cancellationToken)
    {
        using var call = client.GetDocument(new GetDocumentRequest { Number = number }, cancellationToken: cancellationToken);
        var bytes = await ReceiveAsync(
            call.ResponseStream, reply => reply.Info, reply => reply.Chunk, cancellationToken);
        await WholeFile.WriteAsync(file, bytes, cancellationToken);
    }

    /// <summary>Seals a PDF and gives the result with the sealed bytes.</summary>
    public static async Task<(SealResult Result, byte[] Sealed)> SealAsync(
        SealingService.SealingServiceClient client, SealOptions options, byte[] pdf, CancellationToken cancellationToken)
    {
        using var call = client.Seal(cancellationToken: cancellationToken);
        await call.RequestStream.WriteAsync(new SealRequest { Options = options }, cancellationToken);
        foreach (var chunk in Chunks(pdf))
        {
            await call.RequestStream.WriteAsync(new SealRequest { Chunk = chunk }, cancellationToken);
        }

        await call.RequestStream.CompleteAsync();
        SealResult? result = null;
        var bytes = await ReceiveAsync(
            call.ResponseStream,
            reply =>
            {
                result ??= reply.Result;
                return reply.Result?.Document;
            },
            reply => reply.Chunk,
            cancellationToken);
        return (result ?? throw new InvalidDataException("the server sent no result"), bytes);
    }

    /// <summary>Asks what a PDF is worth.</summary>
    public static async Task<VerifyReply> VerifyAsync(
        VerificationService.VerificationServiceClient client, VerifyOptions options, byte[] pdf, CancellationToken cancellationToken)
    {
        using var call = client.Verify(cancellationToken: cancellationToken);
        await call.RequestStream.WriteAsync(new VerifyRequest { Options = options }, cancellationToken);
        foreach (var chunk in Chunks(pdf))
        {
            await call.RequestStream.WriteAsync(new VerifyRequest { Chunk = chunk }, cancellationToken);
        }

        await call.RequestStream.CompleteAsync();
        return await call.ResponseAsync;
    }

    private static IEnumerable<DocumentChunk> Chunks(byte[] bytes)
    {
        for (int at = 0; at < bytes.Length; at += ChunkSize)
        {
            yield return new DocumentChunk
            {
                Data = ByteString.CopyFrom(bytes, at, Math.Min(ChunkSize, bytes.Length - at)),
            };
        }
    }

    private static async Task<byte[]> ReceiveAsync<T>(
        IAsyncStreamReader<T> stream,
        Func<T, DocumentInfo?> infoOf,
        Func<T, DocumentChunk?> chunkOf,
        CancellationToken cancellationToken)
    {
        DocumentInfo? info = null;
        using var bytes = new MemoryStream();
        while (await stream.MoveNext(cancellationToken))
        {
            info ??= infoOf(stream.Current);
            chunkOf(stream.Current)?.Data.WriteTo(bytes);
        }

        var document = bytes.ToArray();
        return info is not null && document.Length == info.Size && SHA256.HashData(document).AsSpan().SequenceEqual(info.Sha256.Span)
            ? document
            : throw new InvalidDataException("the document arrived incomplete; nothing was kept");
    }
}
