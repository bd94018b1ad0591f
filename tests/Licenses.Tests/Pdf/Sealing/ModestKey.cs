using Licenses.Crypto.Signatures;
using Licenses.Crypto.X509;

namespace Licenses.Tests.Pdf.Sealing;

/// <summary>A device that announces shorter signatures than it makes, by more than the usual margins.</summary>
internal sealed class ModestKey(Pkcs12SealKey inner) : ISealKey, IDisposable
{
    public Certificate Certificate => inner.Certificate;

    public System.Collections.Immutable.ImmutableArray<Certificate> Chain => inner.Chain;

    public SignatureAlgorithm Algorithm => inner.Algorithm;

    public int LargestSignature => inner.LargestSignature - 2000;

    public ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken) =>
        inner.SignAsync(data, cancellationToken);

    public void Dispose() => inner.Dispose();
}
