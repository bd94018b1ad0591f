using Licenses.Crypto.Seals;
using Licenses.Crypto.X509;

namespace Licenses.Verification;

/// <summary>
/// What an electronic seal, and the signature by it where there is one, bring along: the same whether they stand in a
/// document or in a file of their own, so that both are judged alike.
/// </summary>
/// <param name="Seal">The seal.</param>
/// <param name="Applied">The signature by it; null for the seal by itself.</param>
internal sealed record SealEvidence(ElectronicSeal Seal, SealedSignature? Applied)
{
    /// <summary>The timestamp over the maker's signature; null where there is none, or none that can be read.</summary>
    public CheckedStamp? SealStamp { get; private init; }

    /// <summary>The timestamps over the signer's signature, so far as they can be read.</summary>
    public ImmutableArray<CheckedStamp> Stamps { get; private init; } = [];

    /// <summary>The signer's and the maker's.</summary>
    public IEnumerable<Certificate> Certificates => new[] { Applied?.Signer, Seal.Maker }.OfType<Certificate>();

    public static SealEvidence Of(ElectronicSeal seal) => new(seal, null) { SealStamp = StampOf(seal) };

    public static SealEvidence Of(SealedSignature applied) => new(applied.Seal, applied)
    {
        SealStamp = StampOf(applied.Seal),
        Stamps = CheckedStamp.Read(
            applied.TimeStamp is { } stamp ? [stamp] : [], token => token.VerifyOver(applied.SignatureValue)),
    };

    private static CheckedStamp? StampOf(ElectronicSeal seal) => CheckedStamp.Read(
        seal.TimeStamp is { } stamp ? [stamp] : [], token => token.VerifyOver(seal.SignatureValue)).FirstOrDefault();
}
