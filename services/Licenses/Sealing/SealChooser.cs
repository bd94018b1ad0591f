using Licenses.Catalog;
using Licenses.Crypto.Signatures;
using Licenses.Pdf.Signing;
using Licenses.Sealing.Desk;

namespace Licenses.Sealing;

/// <summary>Finds what a department seals with: its key of the right family and, where the profile wants one, its electronic seal.</summary>
public sealed class SealChooser(ISealKeyring keyring, ApplicableSeals seals)
{
    /// <summary>Refused where the desk keeps no seal that the department's key may apply now.</summary>
    /// <param name="department">Whose seal.</param>
    /// <param name="profile">By which standard it is to stand on the document.</param>
    /// <param name="sealId">Which of the desk's seals; null for any that fits.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="SealKeyUnavailableException">There is no key of the family, or it cannot be used now.</exception>
    public async ValueTask<Outcome<SealMeans>> ChooseAsync(
        Department department, SealingProfile profile, string? sealId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(department);
        var key = await FindKeyAsync(department, profile, cancellationToken);
        if (profile != SealingProfile.Ses)
        {
            return new Outcome<SealMeans>.Done(new SealMeans(key, MessageProfile(profile), null));
        }

        var found = await seals.FindApplicableAsync(department.Code.Value, key.Certificate, sealId, cancellationToken);
        return found switch
        {
            Outcome<ApplicableSeal>.Done { Value: var seal } =>
                new Outcome<SealMeans>.Done(new SealMeans(key, new SealProfile.Ses(seal.Encoded), seal)),
            Outcome<ApplicableSeal>.Refused refused => new Outcome<SealMeans>.Refused(refused.Refusal),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private async ValueTask<ISealKey> FindKeyAsync(
        Department department, SealingProfile profile, CancellationToken cancellationToken)
    {
        var code = department.Code.Value;
        var key = profile == SealingProfile.Pades
            ? await keyring.FindAsync(code, KeyFamily.International, cancellationToken)
            : null;
        return key ?? await keyring.FindAsync(code, KeyFamily.National, cancellationToken)
            ?? throw new SealKeyUnavailableException(profile == SealingProfile.Pades
                ? $"organisation {department.Key} has no sealing key"
                : $"organisation {department.Key} has no SM2 key to seal with");
    }

    private static SealProfile MessageProfile(SealingProfile profile) => profile switch
    {
        SealingProfile.Pades => SealProfile.Default,
        SealingProfile.Sm2Cades => new SealProfile.Sm2Cades(),
        SealingProfile.Sm2Pkcs7 => new SealProfile.Sm2Pkcs7(),
        SealingProfile.Sm2Pkcs7Gm => new SealProfile.Sm2Pkcs7National(),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
