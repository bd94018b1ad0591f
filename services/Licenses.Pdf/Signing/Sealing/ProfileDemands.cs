using Licenses.Crypto.Seals;
using Licenses.Crypto.Signatures;

namespace Licenses.Pdf.Signing;

/// <summary>What a profile demands of the key, the seal and the time (GB/T 38540-2020, 7.2): met, or the seal is refused.</summary>
internal static class ProfileDemands
{
    public static void Demand(SealRequest request)
    {
        if (request.Profile.NeedsSm2 && request.Key is { } key && key.Algorithm.Scheme != SignatureScheme.Sm2)
        {
            throw new SealRefusedException(
                SealRefusal.KeyUnfit, $"The profile {request.Profile.Name} signs with SM2; the key is another one.",
                $"签章方式 {request.Profile.Name} 须使用 SM2 密钥，现有密钥不是。");
        }

        if (request.Profile is not SealProfile.Ses { Seal: var seal })
        {
            return;
        }

        if (request.Stampers.Length > 1)
        {
            throw new ArgumentException("A signature by an electronic seal holds one timestamp.");
        }

        if (SealApplier.FindObstacle(seal, request.Key, request.SigningTime) is { } obstacle)
        {
            throw Refuse(obstacle, seal, request.SigningTime);
        }
    }

    private static SealRefusedException Refuse(SealObstacle obstacle, ElectronicSeal seal, DateTimeOffset at) => obstacle switch
    {
        SealObstacle.OldFormat => new(SealRefusal.SealUnusable,
            "The seal is of GM/T 0031-2014: such seals are read, but not applied any more.", "印章为 GM/T 0031-2014 格式，只能核验，不再用于盖章。"),
        SealObstacle.UnknownExtension => new(SealRefusal.SealUnusable,
            "The seal has a critical extension that is not known here.", "印章含有未知的关键扩展。"),
        SealObstacle.NotYetValid or SealObstacle.Expired => new(SealRefusal.SealNotValid,
            $"The seal is valid from {seal.Info.ValidFrom:u} to {seal.Info.ValidUntil:u}, not at {at:u}.",
            $"印章有效期为 {seal.Info.ValidFrom:u} 至 {seal.Info.ValidUntil:u}，当前不在有效期内。"),
        SealObstacle.SignerNotListed => new(SealRefusal.SignerNotListed,
            "The signer's certificate is not on the seal's list: only who is may apply it.", "签章者证书不在印章的证书列表中，无权使用该印章。"),
        SealObstacle.SignerNotValid => new(SealRefusal.SignerNotValid,
            $"The signer's certificate is not valid at {at:u}.", $"签章者证书在 {at:u} 不在有效期内。"),
        SealObstacle.KeyUnfit => new(SealRefusal.KeyUnfit,
            "Electronic seals are applied with SM2 keys; the key is another one.", "电子印章须使用 SM2 密钥加盖，现有密钥不是。"),
        _ => new(SealRefusal.SealUnusable,
            "The seal's maker signature does not verify, or the seal states times that cannot be.", "印章的制章者签名未通过验证，或印章时间不合理。"),
    };
}
