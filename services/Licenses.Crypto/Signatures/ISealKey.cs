using Licenses.Crypto.X509;

namespace Licenses.Crypto.Signatures;

/// <summary>A private key that can be used but not seen: a file for samples, a device in production.</summary>
public interface ISealKey
{
    Certificate Certificate { get; }

    /// <summary>The certificates between this one and its root, in that order; the root may be left out.</summary>
    ImmutableArray<Certificate> Chain { get; }

    /// <summary>What SignAsync makes, digest included.</summary>
    SignatureAlgorithm Algorithm { get; }

    /// <summary>The longest signature value that SignAsync can give, in bytes.</summary>
    int LargestSignature { get; }

    /// <summary>Digests and signs.</summary>
    ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken);
}
