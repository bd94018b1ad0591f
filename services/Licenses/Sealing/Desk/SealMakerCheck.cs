using Licenses.Crypto;
using Licenses.Crypto.Seals;
using Licenses.Crypto.X509;
using Licenses.Trust;

namespace Licenses.Sealing.Desk;

/// <summary>
/// Whether anybody vouches that a seal's maker may make seals. A certificate alone does not: whoever may seal could make
/// himself any seal. The operator names the makers, or trusts a root for makers alone; where he does neither, nobody may
/// at least vouch for himself.
/// </summary>
public static class SealMakerCheck
{
    /// <param name="seal">The seal.</param>
    /// <param name="signer">Who applied it; null for a seal by itself.</param>
    /// <param name="path">The maker's path for <see cref="CertificatePurpose.SealMaker"/>; null where there is none.</param>
    /// <param name="trust">Who names makers.</param>
    /// <returns>Null where the maker's certificate cannot be read: another step says so.</returns>
    public static Finding? Judge(ElectronicSeal seal, Certificate? signer, CertificatePath? path, TrustStore trust)
    {
        ArgumentNullException.ThrowIfNull(seal);
        ArgumentNullException.ThrowIfNull(trust);
        return seal.Maker is not { } maker ? null
            : IsNamed(maker, trust) ? Passed($"{maker.Subject} is one of the makers of seals that are named.", "制章者在指定的制章机构之列。")
            : !trust.SealMakers.IsEmpty ? SealFindings.Failed(
                SealFindings.MakerAuthority, SubIndication.SigConstraintsFailure,
                $"{maker.Subject} is none of the {trust.SealMakers.Length} makers of seals that are named.",
                $"制章者 {maker.Subject} 不在指定的 {trust.SealMakers.Length} 个制章机构之列。")
            : path is not null && IsForMakers(path.Anchor)
                ? Passed($"{path.Anchor.Certificate.Subject} is trusted for makers of seals.", "信任锚专用于制章机构。")
            : WhyOwnWord(seal.Info, maker, signer) is { } why ? SealFindings.Undecided(
                SealFindings.MakerAuthority, SubIndication.SigConstraintsFailure,
                $"Nobody vouches that {maker.Subject} may make seals: no makers are named, and {why.En}.",
                $"无人证明 {maker.Subject} 有权制作印章：未指定制章机构，且{why.Zh}。")
            : Passed(
                $"No makers of seals are named, so any that an anchor vouches for is accepted: {maker.Subject}.",
                $"未指定制章机构，凡证书链可信的制章者均被接受：{maker.Subject}。");
    }

    /// <summary>Why nobody would believe a maker's seal, before it is made; null where verifiers with the same trust do.</summary>
    /// <param name="maker">The maker.</param>
    /// <param name="signers">Who is to apply the seal, each encoded.</param>
    /// <param name="path">The maker's path.</param>
    /// <param name="trust">Who names makers.</param>
    public static LocalizedText? WhyRefused(
        Certificate maker, ImmutableArray<ReadOnlyMemory<byte>> signers, CertificatePath path, TrustStore trust)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (IsNamed(maker, trust))
        {
            return null;
        }

        return !trust.SealMakers.IsEmpty ? new("不在指定的制章机构之列", "is none of the makers of seals that are named")
            : !IsForMakers(path.Anchor) && WhyOwnWord(signers, maker) is { } why
                ? new($"无人证明其有权制作印章：未指定制章机构，且{why.Zh}", $"nobody vouches that it may make seals: no makers are named, and {why.En}")
            : null;
    }

    /// <summary>Whether a certificate is the very one of a named maker.</summary>
    public static bool IsNamed(Certificate maker, TrustStore trust)
    {
        ArgumentNullException.ThrowIfNull(maker);
        ArgumentNullException.ThrowIfNull(trust);
        return trust.SealMakers.Any(named => named.Encoded.Span.SequenceEqual(maker.Encoded.Span));
    }

    // Trusted for everything says nothing of makers; trusted for makers and for no seals does.
    private static bool IsForMakers(TrustAnchor anchor) =>
        anchor.Purposes.HasFlag(CertificatePurpose.SealMaker) && !anchor.Purposes.HasFlag(CertificatePurpose.Seal);

    /// <summary>Why a seal rests on the word of who applies it; null where its maker is somebody else.</summary>
    private static LocalizedText? WhyOwnWord(SealInfo info, Certificate maker, Certificate? signer) =>
        SealChecks.SignerIsOnList(info, maker.Encoded.Span).Verdict == Verdict.Passed
            ? new("其自身在该印章的签章者列表中", "it is on the list of who may apply the seal itself")
            : WhyOwnWord(signer is null ? info.Signers : info.Signers.Add(signer.Encoded), maker);

    private static LocalizedText? WhyOwnWord(ImmutableArray<ReadOnlyMemory<byte>> signers, Certificate maker) =>
        maker.Organization is null && maker.OrganizationIdentifier is null
            ? new("其证书未载明所属单位", "its certificate names no organisation")
            : signers.Select(TryDecode).OfType<Certificate>().Any(one => IsOfOneHouse(one, maker))
                ? new("其与该印章的签章者属同一单位", "it is of the same organisation as a signer of the seal")
                : null;

    private static bool IsOfOneHouse(Certificate one, Certificate other) =>
        one.PublicKey.Encoded.Span.SequenceEqual(other.PublicKey.Encoded.Span)
        || (one.OrganizationIdentifier is { } number && number == other.OrganizationIdentifier)
        || (one.Organization is { } name && string.Equals(name.Trim(), other.Organization?.Trim(), StringComparison.OrdinalIgnoreCase));

    private static Certificate? TryDecode(ReadOnlyMemory<byte> encoded)
    {
        try
        {
            return Certificate.Decode(encoded);
        }
        catch (CertificateFormatException)
        {
            return null; // nobody can apply the seal with it
        }
    }

    private static Finding Passed(string en, string zh) => SealFindings.Passed(SealFindings.MakerAuthority, en, zh);
}
