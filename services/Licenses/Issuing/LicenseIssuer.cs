using System.Security.Cryptography;
using Licenses.Catalog;
using Licenses.Ledger;
using Licenses.Revocation;
using Licenses.Sealing;
using Licenses.Sealing.Desk;

namespace Licenses.Issuing;

/// <summary>Turns an entitled request into a sealed, stored license: all of it or nothing. The store settles races.</summary>
public sealed class LicenseIssuer(
    CityCatalog catalog,
    ILicenseStore store,
    SealChooser seals,
    FaceSealer sealer,
    StatusAnnouncer announcer,
    TimeProvider clock)
{
    private const int NumberAttempts = 3;

    public async Task<Outcome<IssuedLicense>> IssueAsync(Caller caller, IssueDraft draft, CancellationToken cancellationToken)
    {
        if (await FindEarlierAsync(caller, draft, cancellationToken) is { } earlier)
        {
            return Read(earlier);
        }

        if (catalog.FindLicenseType(draft.TypeCode) is not { } type)
        {
            return Refused(RefusalReason.UnknownLicenseType, "没有这一证照类型", "no such license type");
        }

        if (catalog.FindDepartmentByCode(caller.OrganisationCode) is not { } department
            || !type.IssuingDepartments.Contains(department.Key))
        {
            return Refused(
                RefusalReason.NotEntitled,
                "该单位无权签发此类证照（权力清单）",
                "this organisation may not issue this license type");
        }

        var violations = ImmutableArray.CreateBuilder<FieldViolation>();
        var order = IssueOrder.Read(draft, type, clock.GetUtcNow(), violations);
        violations.AddRange(sealer.Check(draft));
        if (order is null || violations.Count > 0)
        {
            return new Outcome<IssuedLicense>.Refused(Refusal.InvalidFields(violations.ToImmutable()));
        }

        var key = new WriteKey(caller.OrganisationCode, order.RequestId.Value, IssueOrder.Fingerprint(draft));
        return await seals.ChooseAsync(department, type.Seal, null, cancellationToken) switch
        {
            Outcome<SealMeans>.Done { Value: var means } =>
                await IssueAsync(new Issuance(key, order, department, means, caller.Person), cancellationToken),
            Outcome<SealMeans>.Refused refused => new Outcome<IssuedLicense>.Refused(refused.Refusal),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>A request that was carried out is answered as before, whatever clock and catalogue say by now.</summary>
    private async Task<WriteOutcome<License>?> FindEarlierAsync(
        Caller caller, IssueDraft draft, CancellationToken cancellationToken) =>
        RequestId.TryParse(draft.RequestId, out var id)
            ? await store.FindWriteAsync(
                new WriteKey(caller.OrganisationCode, id.Value, IssueOrder.Fingerprint(draft)), cancellationToken)
            : null;

    private async Task<Outcome<IssuedLicense>> IssueAsync(Issuance issuance, CancellationToken cancellationToken)
    {
        WriteOutcome<License>? written = null;
        string? missing = null;
        for (int attempt = 0; attempt < NumberAttempts; attempt++)
        {
            (var license, missing) = await MakeAsync(issuance, cancellationToken);
            written = await store.AddAsync(license, cancellationToken);
            if (written is not WriteOutcome<License>.Conflict { Why: WriteConflict.NumberTaken })
            {
                break;
            }
        }

        if (written is WriteOutcome<License>.Done { Value: var issued })
        {
            await announcer.AnnounceAsync(
                new StatusEntry(issued.Number, issued.Status, issued.ValidUntil, issued.IssuedAt), cancellationToken);
        }

        var outcome = Read(written ?? throw new InvalidOperationException("no attempt was made"));
        return outcome is Outcome<IssuedLicense>.Done { IsRepeated: false } done
            ? done with { Value = done.Value with { Missing = missing } }
            : outcome;
    }

    private async Task<(NewLicense License, string? Missing)> MakeAsync(Issuance issuance, CancellationToken cancellationToken)
    {
        var (key, order, department, means, by) = issuance;
        var now = clock.GetUtcNow();
        if (!LicenseNumber.TryCreate(order.Type.TypeCode, department.Code.Value, SerialNumbers.Next(now), 1, out var number))
        {
            throw new InvalidOperationException($"the catalogue's type code of {order.Type.Code} makes no number");
        }

        var face = await sealer.SealAsync(number, issuance, now, cancellationToken);
        var document = face.Document;
        var sha256 = SHA256.HashData(document.Span);
        var license = new License(
            number, order.Type.Code, order.Holder.MaskedName, now, order.ValidFrom, order.ValidUntil,
            new StoredStatus(LicenseState.Active, 1, StateReason.None, now), document.Length, sha256);
        var leaf = new AuditLeaf("LICENSE_ISSUED", number.Value, 1, department.Code.Value, now, sha256);
        var made = new NewLicense(key, license, order.Holder, order.Fields, document, leaf)
        {
            RenewBy = face.RenewBy, Use = means.UseOf(face.Digest, by),
        };
        return (made, face.Missing);
    }

    private static Outcome<IssuedLicense> Read(WriteOutcome<License> written) => written switch
    {
        WriteOutcome<License>.Done done => new Outcome<IssuedLicense>.Done(new(done.Value)),
        WriteOutcome<License>.Repeated repeated => new Outcome<IssuedLicense>.Done(new(repeated.Value), IsRepeated: true),
        WriteOutcome<License>.Reused => new Outcome<IssuedLicense>.Refused(Refusal.RequestIdReused),
        WriteOutcome<License>.Conflict { Why: WriteConflict.IllegalTransition } => DeskRefusals.TakenAway<IssuedLicense>(),
        _ => throw new InvalidOperationException("no free license number was found"),
    };

    private static Outcome<IssuedLicense>.Refused Refused(RefusalReason reason, string zh, string en) =>
        new(new Refusal(reason, zh, en));
}
