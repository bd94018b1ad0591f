using Licenses.Crypto.Signatures;
using Licenses.Pdf.Signing;
using Licenses.Sealing.Desk;

namespace Licenses.Sealing;

/// <summary>What a department seals a document with.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Profile">By which standard.</param>
/// <param name="Applied">The desk's seal that is applied; null for a seal that is no more than a key.</param>
public sealed record SealMeans(ISealKey Key, SealProfile Profile, ApplicableSeal? Applied)
{
    /// <summary>The use to be recorded with what was sealed; null where no seal of the desk was applied.</summary>
    internal DeskUse? UseOf(ReadOnlyMemory<byte> digest, Person? by) => Applied?.UseOf(Key, digest, by);
}
