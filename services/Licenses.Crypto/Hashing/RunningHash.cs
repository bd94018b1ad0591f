using System.Security.Cryptography;
using Licenses.Crypto.Signatures;
using Licenses.Crypto.Sm;

namespace Licenses.Crypto.Hashing;

/// <summary>
/// A digest that is still being computed, and that can be forked: texts that begin alike are digested once up to where
/// they part. For one thread at a time.
/// </summary>
public abstract class RunningHash : IDisposable
{
    private RunningHash()
    {
    }

    /// <summary>A digest of nothing yet; null where the algorithm is not at hand here (SHA-3 needs a recent OpenSSL).</summary>
    public static RunningHash? TryCreate(HashAlgorithmName algorithm)
    {
        if (DigestAlgorithms.TryReadSm3(algorithm, out byte[] prefix))
        {
            var hash = new Sm3();
            hash.Append(prefix);
            return new National(hash);
        }

        try
        {
            return algorithm != DigestAlgorithms.Shake256 ? new Fixed(IncrementalHash.CreateHash(algorithm))
                : Shake256.IsSupported ? new Extendable(new Shake256())
                : null;
        }
        catch (PlatformNotSupportedException)
        {
            return null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    public abstract void Append(ReadOnlySpan<byte> bytes);

    /// <summary>A second digest of what was appended so far; the two then go their own ways.</summary>
    public abstract RunningHash Fork();

    /// <summary>The digest of everything appended. Nothing can be appended after.</summary>
    public abstract byte[] Finish();

    public abstract void Dispose();

    private sealed class Fixed(IncrementalHash hash) : RunningHash
    {
        public override void Append(ReadOnlySpan<byte> bytes) => hash.AppendData(bytes);

        public override RunningHash Fork() => new Fixed(hash.Clone());

        public override byte[] Finish() => hash.GetHashAndReset();

        public override void Dispose() => hash.Dispose();
    }

    private sealed class National(Sm3 hash) : RunningHash
    {
        public override void Append(ReadOnlySpan<byte> bytes) => hash.Append(bytes);

        public override RunningHash Fork() => new National(hash.Fork());

        public override byte[] Finish() => hash.FinishAndReset();

        public override void Dispose()
        {
        }
    }

    private sealed class Extendable(Shake256 hash) : RunningHash
    {
        private readonly int _length = DigestAlgorithms.LengthOf(DigestAlgorithms.Shake256);

        public override void Append(ReadOnlySpan<byte> bytes) => hash.AppendData(bytes);

        public override RunningHash Fork() => new Extendable(hash.Clone());

        public override byte[] Finish() => hash.GetHashAndReset(_length);

        public override void Dispose() => hash.Dispose();
    }
}
