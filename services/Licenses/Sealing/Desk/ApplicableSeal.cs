using Licenses.Crypto.Seals;
using Licenses.Crypto.Signatures;

namespace Licenses.Sealing.Desk;

/// <summary>A seal that may be applied now.</summary>
/// <param name="Seal">Where it is in its life.</param>
/// <param name="Encoded">The seal itself.</param>
public sealed record ApplicableSeal(DeskSeal Seal, ElectronicSeal Encoded)
{
    /// <summary>The use to be recorded with what was sealed; the store refuses it if the seal was taken away meanwhile.</summary>
    /// <param name="key">The signer's key, whose digest the signature bears.</param>
    /// <param name="digest">Digest of what was sealed.</param>
    /// <param name="by">Who asked for it.</param>
    public DeskUse UseOf(ISealKey key, ReadOnlyMemory<byte> digest, Person? by)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new DeskUse(Seal.SealId, Seal.Version, key.Algorithm.Digest.Name ?? "", digest, by);
    }
}
