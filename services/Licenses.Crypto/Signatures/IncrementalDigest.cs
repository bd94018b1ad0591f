using System.Security.Cryptography;
using Licenses.Crypto.Sm;

namespace Licenses.Crypto.Signatures;

/// <summary>
/// A digest over text that comes in pieces, for every algorithm of <see cref="DigestAlgorithms"/>: the platform's where it
/// has one, ours for SM3.
/// </summary>
public abstract class IncrementalDigest : IDisposable
{
    private IncrementalDigest()
    {
    }

    /// <summary>Null where this platform lacks the algorithm.</summary>
    public static IncrementalDigest? TryCreate(HashAlgorithmName name)
    {
        if (DigestAlgorithms.TryReadSm3(name, out byte[] prefix))
        {
            return new OfSm3(prefix);
        }

        try
        {
            return name == DigestAlgorithms.Shake256
                ? Shake256.IsSupported ? new OfShake256() : null
                : DigestAlgorithms.LengthOf(name) > 0 ? new OfPlatform(name) : null;
        }
        catch (Exception e) when (e is CryptographicException or PlatformNotSupportedException)
        {
            return null; // SHA-3 on an old OpenSSL
        }
    }

    public abstract void Append(ReadOnlySpan<byte> data);

    /// <summary>The digest of everything appended; the object is then as new.</summary>
    public abstract byte[] FinishAndReset();

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }

    private sealed class OfSm3 : IncrementalDigest
    {
        private readonly Sm3 _hash = new();
        private readonly byte[] _prefix;

        public OfSm3(byte[] prefix)
        {
            _prefix = prefix;
            _hash.Append(prefix);
        }

        public override void Append(ReadOnlySpan<byte> data) => _hash.Append(data);

        public override byte[] FinishAndReset()
        {
            byte[] digest = _hash.FinishAndReset();
            _hash.Append(_prefix);
            return digest;
        }
    }

    private sealed class OfShake256 : IncrementalDigest
    {
        private readonly Shake256 _hash = new();

        public override void Append(ReadOnlySpan<byte> data) => _hash.AppendData(data);

        public override byte[] FinishAndReset() =>
            _hash.GetHashAndReset(DigestAlgorithms.LengthOf(DigestAlgorithms.Shake256));

        protected override void Dispose(bool disposing) => _hash.Dispose();
    }

    private sealed class OfPlatform(HashAlgorithmName name) : IncrementalDigest
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(name);

        public override void Append(ReadOnlySpan<byte> data) => _hash.AppendData(data);

        public override byte[] FinishAndReset() => _hash.GetHashAndReset();

        protected override void Dispose(bool disposing) => _hash.Dispose();
    }
}
