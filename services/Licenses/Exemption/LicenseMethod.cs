using Licenses.Catalog;
using Licenses.Crypto;
using Licenses.Issuing;
using Licenses.Revocation;
using Licenses.Verification;

namespace Licenses.Exemption;

/// <summary>An electronic license is called, its status asked, and its stored sealed file really verified (调取电子证照).</summary>
internal sealed class LicenseMethod(
    ILicenseStore store, StatusReader statuses, StoredDocumentVerifier documents, TimeProvider clock) : IMaterialMethod
{
    private const int MaxLicensesPerSubject = 200;

    private static readonly TimeSpan MaxStaleness = TimeSpan.FromSeconds(30);

    public ExemptionMethod Method => ExemptionMethod.ELicense;

    public async Task<MaterialResult> DecideAsync(
        Material material, CaseQuestion question, CancellationToken cancellationToken)
    {
        var results = new List<MaterialResult>();
        foreach (var subject in question.SubjectsFor(material))
        {
            results.Add(await DecideAsync(material, subject, cancellationToken));
            if (material.Holder != MaterialHolder.EachRelated && results[^1].Decision == MaterialDecision.Exempt)
            {
                return results[^1];
            }
        }

        return material.Holder == MaterialHolder.EachRelated && results.Count > 0
            ? Ruling.All(results)
            : Ruling.Best(results) ?? Ruling.Submit(material, ReasonCodes.NoLicenseFound, []);
    }

    /// <summary>The best of one subject's licenses.</summary>
    private async Task<MaterialResult> DecideAsync(
        Material material, Subject subject, CancellationToken cancellationToken)
    {
        var held = await store.ListByHolderAsync(
            subject, material.LicenseTypes, before: null, MaxLicensesPerSubject, cancellationToken);
        var results = new List<MaterialResult>();
        foreach (var license in held.Select(row => row.License))
        {
            results.Add(await DecideAsync(material, subject, license, cancellationToken));
            if (results[^1].Decision == MaterialDecision.Exempt)
            {
                break;
            }
        }

        return Ruling.Best(results) ?? Ruling.Submit(material, ReasonCodes.NoLicenseFound, []);
    }

    private async Task<MaterialResult> DecideAsync(
        Material material, Subject subject, License license, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (!subject.MayBeNamed(license.HolderNameMasked))
        {
            return Ruling.Undetermined(
                material, ReasonCodes.HolderNameDiffers, [EvidenceOf(license, null, now, null)], now, license.Number.Serial);
        }

        var answer = await statuses.ReadAsync(license.Number, MaxStaleness, cancellationToken);
        if (answer is not StatusAnswer.Known { Entry: var status })
        {
            return Ruling.Undetermined(
                material, ReasonCodes.StatusUnavailable, [EvidenceOf(license, null, now, null)], now);
        }

        var state = status.StateAt(now);
        var document = state == LicenseState.Active
            ? await documents.VerifyAsync(license, now, cancellationToken)
            : null; // what is not in force needs no further evidence
        ImmutableArray<Evidence> evidence = [EvidenceOf(license, status, now, document)];
        return (state, document?.Verdict) switch
        {
            (LicenseState.Revoked, _) => Submit(ReasonCodes.LicenseRevoked, status.Stored.ChangedAt),
            (LicenseState.Superseded, _) => Submit(ReasonCodes.LicenseSuperseded, status.Stored.ChangedAt),
            (LicenseState.Suspended, _) => Submit(ReasonCodes.LicenseSuspended, status.Stored.ChangedAt),
            (LicenseState.Expired, _) => Submit(ReasonCodes.LicenseExpired, status.ValidUntil ?? now),
            (_, Verdict.Failed) => Ruling.Submit(material, ReasonCodes.DocumentNotValid, evidence, license.Number.Serial),
            _ when license.ValidFrom > now => Submit(ReasonCodes.LicenseNotYetValid, license.ValidFrom),
            (_, Verdict.Indeterminate) =>
                Ruling.Undetermined(material, ReasonCodes.DocumentUndetermined, evidence, now, license.Number.Serial),
            (LicenseState.Active, Verdict.Passed) =>
                Ruling.Exempt(material, ReasonCodes.ELicenseVerified, evidence, license.Number.Serial),
            _ => Ruling.Undetermined(material, ReasonCodes.StatusUnavailable, evidence, now),
        };

        MaterialResult Submit(string reason, DateTimeOffset since) =>
            Ruling.Submit(material, reason, evidence, license.Number.Serial, Ruling.Date(since));
    }

    private static Evidence EvidenceOf(License license, StatusEntry? status, DateTimeOffset now, DocumentCheck? document) =>
        new(License: new LicenseEvidence(
            license.Number.Value,
            license.TypeCode,
            status?.StateAt(now),
            status?.Stored.Version ?? 0,
            status?.AsOf,
            status?.Stored.Reason ?? StateReason.None,
            (document?.DocumentVerdict ?? DocumentVerdict.Indeterminate).ToStandardName(),
            document is null ? "" : Convert.ToHexStringLower(document.Sha256.Span),
            document?.Findings ?? []));
}
