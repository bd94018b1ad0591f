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

    /// <summary>The timestamp that stands in place of 2014's time, whatever it is about; null where there is none.</summary>
    public CheckedStamp? TimeStamp { get; private init; }

    /// <summary>All of them, for what they bring along.</summary>
    public IEnumerable<CheckedStamp> AllStamps => Stamps.Append(SealStamp).Append(TimeStamp).OfType<CheckedStamp>();

    /// <summary>The signer's and the maker's.</summary>
    public IEnumerable<Certificate> Certificates => new[] { Applied?.Signer, Seal.Maker }.OfType<Certificate>();

    public static SealEvidence Of(ElectronicSeal seal) => new(seal, null) { SealStamp = StampOf(seal) };

    public static SealEvidence Of(SealedSignature applied) => new(applied.Seal, applied)
    {
        SealStamp = StampOf(applied.Seal),
        Stamps = CheckedStamp.Read(
            applied.TimeStamp is { } stamp ? [stamp] : [], token => token.VerifyOver(applied.SignatureValue)),

        // 2014 does not say what it is about: its own word is taken, and proves no more than that it is older than the signature.
        TimeStamp = applied.TimeToken is { } token
            ? new CheckedStamp(token, token.Verify(_ => token.Info.Imprint.Digest.ToArray()))
            : null,
    };

    private static CheckedStamp? StampOf(ElectronicSeal seal) => CheckedStamp.Read(
        seal.TimeStamp is { } stamp ? [stamp] : [], token => token.VerifyOver(seal.SignatureValue)).FirstOrDefault();
}
