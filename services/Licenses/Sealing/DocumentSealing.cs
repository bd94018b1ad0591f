using System.Security.Cryptography;
using Licenses.Catalog;
using Licenses.Ledger;
using Licenses.Pdf.Composing;
using Licenses.Pdf.Signing;
using Licenses.Sealing.Desk;
using Licenses.Verification;

namespace Licenses.Sealing;

/// <summary>Seals PDF documents that departments bring, and records every use of a seal.</summary>
public sealed class DocumentSealing(
    CityCatalog catalog,
    SealChooser seals,
    SealDrawings drawings,
    ISealRecordStore store,
    LevelSealer sealer,
    SealLevels levels,
    TimeProvider clock)
{
    /// <summary>Seals a document with the caller's own seal. The same request again gives the same bytes again.</summary>
    /// <exception cref="SealKeyUnavailableException">The key cannot be used now.</exception>
    public async Task<Outcome<SealedDocument>> SealAsync(
        Caller caller, SealOrder order, ReadOnlyMemory<byte> pdf, CancellationToken cancellationToken)
    {
        if (catalog.FindDepartmentByCode(caller.OrganisationCode) is not { } department)
        {
            return Refused(RefusalReason.NotEntitled, "该单位没有电子印章", "this organisation has no seal");
        }

        if (order.Check() is { IsEmpty: false } violations)
        {
            return new Outcome<SealedDocument>.Refused(Refusal.InvalidFields(violations));
        }

        var key = new WriteKey(caller.OrganisationCode, order.RequestId.Value, order.Fingerprint(SHA256.HashData(pdf.Span)));
        if (await store.FindWriteAsync(key, cancellationToken) is { } earlier)
        {
            return Read(earlier, pdf);
        }

        return await seals.ChooseAsync(department, order.Profile, order.SealId.Length == 0 ? null : order.SealId, cancellationToken) switch
        {
            Outcome<SealMeans>.Done { Value: var means } =>
                await SealAsync(new Sealing(key, caller, order, department, means), pdf, cancellationToken),
            Outcome<SealMeans>.Refused refused => new Outcome<SealedDocument>.Refused(refused.Refusal),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private async Task<Outcome<SealedDocument>> SealAsync(
        Sealing sealing, ReadOnlyMemory<byte> pdf, CancellationToken cancellationToken)
    {
        var seal = await sealer.SealAsync(pdf, RequestOf(sealing), sealing.Means.Key, Level, cancellationToken);
        return seal.Outcome switch
        {
            SealOutcome.Sealed done => await RecordAsync(sealing, pdf, (done, seal.Level), cancellationToken) switch
            {
                Outcome<SealedDocument>.Done written =>
                    written with { Value = written.Value with { Missing = written.IsRepeated ? null : seal.Missing } },
                var refused => refused,
            },
            SealOutcome.Refused refused => Refuse(refused),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private SignatureLevel Level =>
        levels.Documents ?? (sealer.CanStamp ? SignatureLevel.BaselineT : SignatureLevel.BaselineB);

    private async Task<Outcome<SealedDocument>> RecordAsync(
        Sealing sealing,
        ReadOnlyMemory<byte> pdf,
        (SealOutcome.Sealed Seal, SignatureLevel Level) made,
        CancellationToken cancellationToken)
    {
        var (done, level) = made;
        var caller = sealing.Caller;
        var now = clock.GetUtcNow();
        var record = new SealRecord(
            "S" + RandomNumberGenerator.GetHexString(20), caller.OrganisationCode, SHA256.HashData(pdf.Span),
            SHA256.HashData(done.Document.Span), done.Field, SealCount.Of(done.Document), now, done.Document[pdf.Length..])
        {
            Use = sealing.Means.UseOf(done.Digest, caller.Person),
        };
        var leaf = new AuditLeaf("SEAL_USED", record.RecordId, 1, caller.OrganisationCode, now, record.SealedSha256);
        var written = await store.AddAsync(sealing.Key, record, leaf, cancellationToken);
        return written is WriteOutcome<SealRecord>.Done stored
            ? new Outcome<SealedDocument>.Done(SealedDocument.Of(pdf, stored.Value) with { Level = level })
            : Read(written, pdf);
    }

    private SealRequest RequestOf(Sealing sealing)
    {
        var (order, department) = (sealing.Order, sealing.Department);
        return new SealRequest
        {
            SigningTime = clock.GetUtcNow(),
            Profile = sealing.Means.Profile,
            Name = department.Name.Zh,
            Reason = order.Reason.Length == 0 ? null : order.Reason,
            Location = order.Location.Length == 0 ? null : order.Location,
            FieldName = order.FieldName.Length == 0 ? null : order.FieldName,
            Certify = order.Certify,
            Appearance = order.Placement is not { } place ? null : new SealAppearance(
                sealing.Means.Applied is null ? drawings.OfDocuments(department, place.DiameterMillimetres) : null,
                new SealPlacement.Around(
                    place.Page,
                    place.CenterXMillimetres * PageRectangle.PointsPerMillimetre,
                    place.CenterYMillimetres * PageRectangle.PointsPerMillimetre)),
        };
    }

    private Outcome<SealedDocument> Read(WriteOutcome<SealRecord> written, ReadOnlyMemory<byte> pdf) => written switch
    {
        WriteOutcome<SealRecord>.Repeated repeated =>
            new Outcome<SealedDocument>.Done(Of(pdf, repeated.Value), IsRepeated: true),
        WriteOutcome<SealRecord>.Reused => new Outcome<SealedDocument>.Refused(Refusal.RequestIdReused),
        WriteOutcome<SealRecord>.Conflict => DeskRefusals.TakenAway<SealedDocument>(),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private SealedDocument Of(ReadOnlyMemory<byte> pdf, SealRecord record)
    {
        var document = SealedDocument.Of(pdf, record);
        return document with { Level = sealer.LevelOf(document.Document, record.FieldName) };
    }

    private static Outcome<SealedDocument>.Refused Refuse(SealOutcome.Refused refused) => Refused(
        refused.Code switch
        {
            SealRefusal.NotReadable => RefusalReason.NotAPdf,
            SealRefusal.TooLarge => RefusalReason.LimitExceeded,
            SealRefusal.FieldNotFound or SealRefusal.FieldUnusable or SealRefusal.PageNotFound or SealRefusal.OutsidePage
                or SealRefusal.KeywordNotFound => RefusalReason.InvalidFields,
            _ => RefusalReason.SealingForbidden,
        },
        refused.DetailZh,
        refused.Detail);

    private static Outcome<SealedDocument>.Refused Refused(RefusalReason reason, string zh, string en) =>
        new(new Refusal(reason, zh, en));

    /// <summary>A sealing that may take place: who asks for what, and what it is sealed with.</summary>
    private sealed record Sealing(WriteKey Key, Caller Caller, SealOrder Order, Department Department, SealMeans Means);
}
