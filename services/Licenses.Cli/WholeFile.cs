using System.Security.Cryptography;
using Licenses.Pdf.Syntax;

namespace Licenses.Cli;

/// <summary>Writes files that are seen whole or not at all: beside their place first, on the disk, then moved there.</summary>
internal static class WholeFile
{
    private const int PieceLength = 256 * 1024;

    /// <param name="path">Where the file goes.</param>
    /// <param name="overwrite">Whether it may take another file's place.</param>
    /// <param name="write">Writes its bytes.</param>
    /// <param name="cancellationToken">Ends the writing; nothing stays behind.</param>
    /// <exception cref="IOException">The disk refused, or a file stands there that may not be written over.</exception>
    public static async Task WriteAsync(string path, bool overwrite, Func<Stream, Task> write, CancellationToken cancellationToken)
    {
        var partial = $"{path}.{RandomNumberGenerator.GetHexString(8, lowercase: true)}.part";
        try
        {
            await using (var target = new FileStream(partial, FileMode.CreateNew, FileAccess.Write))
            {
                await write(target);
                await target.FlushAsync(cancellationToken);
                RandomAccess.FlushToDisk(target.SafeFileHandle);
            }

            File.Move(partial, path, overwrite);
        }
        finally
        {
            File.Delete(partial); // nothing to do where it was moved
        }
    }

    /// <summary>Writes bytes at hand over whatever stands there.</summary>
    public static Task WriteAsync(string path, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => WriteAsync(
        path, overwrite: true, target => target.WriteAsync(bytes, cancellationToken).AsTask(), cancellationToken);

    /// <summary>Writes the first bytes of a document.</summary>
    /// <exception cref="EndOfStreamException">The document became shorter while it was read.</exception>
    public static async Task CopyToAsync(this PdfSource source, Stream target, long length, CancellationToken cancellationToken)
    {
        var piece = new byte[(int)Math.Min(PieceLength, length)];
        for (long at = 0; at < length;)
        {
            int read = source.Read(at, piece.AsSpan(0, (int)Math.Min(piece.Length, length - at)));
            await target.WriteAsync(piece.AsMemory(0, read), cancellationToken);
            at += read > 0 ? read : throw new EndOfStreamException("The document became shorter while it was read.");
        }
    }
}
