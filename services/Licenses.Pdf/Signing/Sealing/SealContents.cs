using Licenses.Crypto.Cms;
using Licenses.Crypto.Seals;
using Licenses.Crypto.Signatures;

namespace Licenses.Pdf.Signing;

/// <summary>What goes into /Contents, by profile: the bytes that the key signs, and the value put together around them.</summary>
internal sealed class SealContents(SealProfile profile, ISealKey key)
{
    /// <summary>How many bytes it takes at most, without timestamps.</summary>
    public int EstimateSize() => profile is SealProfile.Ses ses
        ? SealApplier.EstimateSize(key, ses.Seal)
        : CadesSigner.EstimateSize(key);

    /// <summary>What the key signs.</summary>
    /// <param name="digest">The digest of what the byte range covers, by the key's own algorithm.</param>
    /// <param name="range">The byte range: its four numbers.</param>
    /// <param name="time">When.</param>
    public ReadOnlyMemory<byte> ToSign(byte[] digest, ImmutableArray<long> range, DateTimeOffset time) => profile is SealProfile.Ses ses
        ? SealApplier.EncodeToSign(key, ses.Seal, new SealUse(digest, time, ProtectedRange.Write(range)))
        : DetachedMessage.EncodeAttributes(key.Certificate, digest, key.Algorithm.Digest, profile.IsNationalMessage);

    public byte[] Assemble(ReadOnlyMemory<byte> toSign, byte[] value, IReadOnlyList<ReadOnlyMemory<byte>> tokens) => profile is SealProfile.Ses
        ? SealApplier.Assemble(key, toSign, value, tokens is [var token] ? token : default(ReadOnlyMemory<byte>?))
        : DetachedMessage.Assemble(key, new SignedAttributes(toSign, value), tokens, profile.IsNationalMessage);

    public async ValueTask<byte[]> SignAsync(
        ReadOnlyMemory<byte> toSign, ImmutableArray<SignatureStamper> stampers, CancellationToken cancellationToken)
    {
        byte[] value = await key.SignAsync(toSign, cancellationToken);
        var tokens = new List<ReadOnlyMemory<byte>>(stampers.Length);
        foreach (var stamper in stampers)
        {
            tokens.Add(await stamper(value, cancellationToken));
        }

        return Assemble(toSign, value, tokens);
    }
}
