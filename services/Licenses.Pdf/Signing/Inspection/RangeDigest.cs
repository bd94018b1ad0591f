using System.Buffers;
using System.Security.Cryptography;
using Licenses.Crypto.Signatures;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Signing;

/// <summary>Digests what a byte range covers, piece by piece (R2). Safe to run for several ranges at once.</summary>
internal static class RangeDigest
{
    private const int Piece = 256 * 1024;

    /// <summary>The digest; null where the algorithm is not at hand, or where the file is shorter than the range.</summary>
    public static byte[]? Compute(PdfSource source, ByteRange range, HashAlgorithmName algorithm, CancellationToken cancellation)
    {
        try
        {
            if (algorithm == DigestAlgorithms.Shake256)
            {
                if (!Shake256.IsSupported)
                {
                    return null;
                }

                using var shake = new Shake256();
                return Feed(source, range, shake.AppendData, cancellation) ? shake.GetHashAndReset(64) : null;
            }

            using var hash = IncrementalHash.CreateHash(algorithm);
            return Feed(source, range, hash.AppendData, cancellation) ? hash.GetHashAndReset() : null;
        }
        catch (PlatformNotSupportedException)
        {
            return null; // SHA-3 needs a recent OpenSSL
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private delegate void Append(ReadOnlySpan<byte> bytes);

    private static bool Feed(PdfSource source, ByteRange range, Append append, CancellationToken cancellation) =>
        Feed(source, 0, range.GapStart, append, cancellation) && Feed(source, range.GapEnd, range.End, append, cancellation);

    private static bool Feed(PdfSource source, long from, long to, Append append, CancellationToken cancellation)
    {
        if (source.TryGetMemory(out var whole))
        {
            if (to > whole.Length)
            {
                return false;
            }

            append(whole.Span[(int)from..(int)to]);
            return true;
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent(Piece);
        try
        {
            while (from < to)
            {
                cancellation.ThrowIfCancellationRequested();
                var piece = buffer.AsSpan(0, (int)Math.Min(buffer.Length, to - from));
                int read = source.Read(from, piece);
                if (read < piece.Length)
                {
                    return false;
                }

                append(piece);
                from += read;
            }

            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
