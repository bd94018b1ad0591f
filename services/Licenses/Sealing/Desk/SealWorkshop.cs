using System.Security.Cryptography;
using Licenses.Crypto.Seals;
using Licenses.Crypto.Signatures;
using Licenses.Crypto.Sm;
using Licenses.Crypto.X509;
using Licenses.Pdf.Composing.Fonts;
using Licenses.Trust.Fetching;

namespace Licenses.Sealing.Desk;

/// <summary>
/// Makes seals, in the order of GB/T 38540-2020, 6.2, and GM/T 0031-2025: the maker's certificate is checked, then the
/// signers', then the seal is put together, signed, and (2025) stamped where there is an authority to ask.
/// </summary>
public sealed class SealWorkshop(
    SealMakerKey maker, SignerVetting vetting, FontSet fonts, TimeStampClient stamps, TimeProvider clock)
{
    /// <summary>What the header names as the maker's product (Vid).</summary>
    public const string Vendor = "LICENSES";

    private const string OrganisationIdentifier = "2.5.4.97";

    public bool CanMake => maker.IsConfigured;

    /// <summary>Everything that is wrong with a draft now; empty when it could be made.</summary>
    /// <exception cref="SealKeyUnavailableException">The maker's key cannot be used now.</exception>
    public async ValueTask<ImmutableArray<FieldViolation>> CheckAsync(
        string organisationCode, SealDraft draft, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var violations = SealDraftCheck.Check(draft, fonts.Has, "draft", now);
        if (!violations.IsEmpty)
        {
            return violations; // no certificates are looked at for a draft that cannot be made anyway
        }

        var found = ImmutableArray.CreateBuilder<FieldViolation>();
        var makerCertificate = (await maker.GetAsync(cancellationToken)).Certificate;
        if (await vetting.WhyMakerRefusedAsync(makerCertificate, draft.Signers, now, cancellationToken) is { } why)
        {
            found.Add(new("maker", new($"制章者：{why.Zh}", $"the maker: {why.En}")));
        }

        found.AddRange(SealDraftCheck.CheckTerm(draft, makerCertificate, new("制章者", "the maker's"), "draft"));
        for (int i = 0; i < draft.Signers.Length; i++)
        {
            await CheckSignerAsync(organisationCode, draft, i, found, cancellationToken);
        }

        return found.ToImmutable();
    }

    /// <summary>Makes the seal of a draft that was checked.</summary>
    /// <exception cref="SealKeyUnavailableException">The maker's key cannot be used now.</exception>
    public async ValueTask<MadeSeal> MakeAsync(string sealId, SealDraft draft, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var key = await maker.GetAsync(cancellationToken);
        byte[] encoded = await MakeAsync(key, InfoOf(sealId, Vendor, draft, now), cancellationToken);
        return new MadeSeal(encoded, SHA256.HashData(encoded), now, null);
    }

    /// <summary>What a maker signs of a draft.</summary>
    /// <param name="sealId">The seal's number; ASCII.</param>
    /// <param name="vendor">The maker's product; ASCII.</param>
    /// <param name="draft">The draft.</param>
    /// <param name="at">When it is made; told in whole seconds.</param>
    public static SealInfo InfoOf(string sealId, string vendor, SealDraft draft, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(draft);
        return new SealInfo
        {
            Version = draft.Format == SealFormat.Gmt2025 ? SealMaker.Gmt2025 : SealMaker.Gbt2020,
            Vendor = vendor,
            SealId = sealId,
            Type = (int)draft.Kind,
            Name = draft.Name,
            Signers = draft.ListsDigests ? [] : draft.Signers,
            SignerDigests = draft.ListsDigests
                ? [.. draft.Signers.Select(signer => new SignerDigest("SM3", Sm3.HashData(signer.Span)))]
                : [],
            CreatedAt = at,
            ValidFrom = draft.ValidFrom,
            ValidUntil = draft.ValidUntil,
            Picture = draft.Picture,
        };
    }

    // A timestamp is optional by the standard; without one the seal is as good as one of 2020.
    private async ValueTask<byte[]> MakeAsync(ISealKey key, SealInfo info, CancellationToken cancellationToken)
    {
        if (info.Version == SealMaker.Gmt2025 && stamps.HasAuthorities)
        {
            try
            {
                return await SealMaker.MakeAsync(key, info, stamps.StampSignatureAsync, cancellationToken);
            }
            catch (TimeStampUnavailableException)
            {
                return await SealMaker.MakeAsync(key, info, null, cancellationToken);
            }
        }

        return await SealMaker.MakeAsync(key, info, null, cancellationToken);
    }

    private async ValueTask CheckSignerAsync(
        string organisationCode,
        SealDraft draft,
        int index,
        ImmutableArray<FieldViolation>.Builder found,
        CancellationToken cancellationToken)
    {
        var field = $"draft.signers[{index}]";
        if (TryDecode(draft.Signers[index]) is not { } certificate)
        {
            found.Add(new(field, new("不是 DER 编码的证书", "is not a certificate in DER")));
            return;
        }

        if (certificate.PublicKey.Kind != KeyKind.Sm2)
        {
            found.Add(new(field, new("签章者证书须为 SM2 证书", "must be a certificate of an SM2 key")));
        }

        if (certificate.SubjectName.Find(OrganisationIdentifier) != organisationCode)
        {
            found.Add(new(field, new(
                "证书载明的单位（organizationIdentifier）不是印章所属单位",
                "names another organisation (organizationIdentifier) than the seal's")));
        }

        if (await vetting.WhyRefusedAsync(certificate, clock.GetUtcNow(), cancellationToken) is { } why)
        {
            found.Add(new(field, why));
        }

        found.AddRange(SealDraftCheck.CheckTerm(
            draft, certificate, new($"第 {index + 1} 个签章者", $"signer {index + 1}'s"), "draft"));
    }

    private static Certificate? TryDecode(ReadOnlyMemory<byte> encoded)
    {
        try
        {
            return Certificate.Decode(encoded);
        }
        catch (CertificateFormatException)
        {
            return null;
        }
    }
}
