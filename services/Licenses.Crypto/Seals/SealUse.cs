using Licenses.Crypto.X509;

namespace Licenses.Crypto.Seals;

/// <summary>One use of a seal.</summary>
/// <param name="DataHash">The digest of what is sealed, by the signer's digest algorithm.</param>
/// <param name="Time">When.</param>
/// <param name="PropertyInfo">What is protected, in words of the format; ASCII.</param>
public sealed record SealUse(ReadOnlyMemory<byte> DataHash, DateTimeOffset Time, string PropertyInfo)
{
    public ImmutableArray<Extension> Extensions { get; init; } = [];
}
