using System.Diagnostics;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Licenses.Catalog;
using Licenses.Crypto.Seals;
using Licenses.Sealing.Desk;

namespace Licenses.Server.Endpoints.Wire;

/// <summary>Seals of the desk as messages.</summary>
internal static class SealWriter
{
    public static V1.SealRecord Write(DeskSeal seal, SealTitle title, DateTimeOffset now) => new()
    {
        SealId = seal.SealId,
        Name = title.Name,
        OrganisationCode = seal.OrganisationCode,
        State = seal.IsExpiredAt(now) ? V1.SealState.Expired : Write(seal.State),
        Version = seal.Version,
        Revision = seal.Revision,
        Kind = Write(title.Kind),
        Format = Write(title.Format),
        ValidFrom = seal.ValidFrom.ToTimestamp(),
        ValidUntil = seal.ValidUntil.ToTimestamp(),
        ChangedAt = seal.ChangedAt.ToTimestamp(),
        Pending = seal.Pending is { } pending ? Write(pending) : null,
        Uses = seal.Uses,
    };

    public static V1.GetSealReply Write(SealFile file, Department? department, DateTimeOffset now)
    {
        var made = file.Seal.Version == 0 ? null : file.Shown.Made;
        var reply = new V1.GetSealReply
        {
            Seal = Write(file.Seal, file.Shown.Draft.ToTitle(), now),
            Encoded = ByteString.CopyFrom(made is null ? default : made.Encoded.Span),
            Sha256 = ByteString.CopyFrom(made is null ? default : made.Sha256.Span),
            Draft = Write(file.Shown.Draft),
            PendingDraft = file.Asked is { } asked ? Write(asked.Draft) : null,
            MadeAt = made?.At.ToTimestamp(),
        };
        reply.Seal.Notes.AddRange(NotesOf(file, department));
        reply.Events.AddRange(file.Events.Select(Write));
        return reply;
    }

    /// <summary>What to know of a seal as it is asked for, else as it is.</summary>
    public static IEnumerable<V1.LocalizedText> NotesOf(SealFile file, Department? department) =>
        file.NotesFor(department).Select(CommonWriter.Write);

    public static V1.SealUseRecord Write(RecordedUse use) => new()
    {
        RecordId = use.RecordId,
        Version = use.Use.Version,
        UsedAt = use.At.ToTimestamp(),
        ActorCode = use.ActorCode,
        Person = use.Use.By?.Name ?? "",
        DigestAlgorithm = use.Use.DigestAlgorithm,
        Digest = ByteString.CopyFrom(use.Use.Digest.Span),
    };

    private static V1.SealDraft Write(SealDraft draft)
    {
        var message = new V1.SealDraft
        {
            Name = draft.Name,
            Kind = Write(draft.Kind),
            Format = Write(draft.Format),
            Picture = new V1.SealPicture
            {
                Kind = draft.Picture.Type == SealPictureCheck.Svg ? V1.SealPictureKind.Svg : V1.SealPictureKind.Png,
                Data = ByteString.CopyFrom(draft.Picture.Data.Span),
                WidthMm = draft.Picture.Width,
                HeightMm = draft.Picture.Height,
            },
            ValidFrom = draft.ValidFrom.ToTimestamp(),
            ValidUntil = draft.ValidUntil.ToTimestamp(),
            ListDigests = draft.ListsDigests,
        };
        message.Signers.AddRange(draft.Signers.Select(signer => ByteString.CopyFrom(signer.Span)));
        return message;
    }

    private static V1.SealEvent Write(SealEvent step) => new()
    {
        Name = step.Name,
        State = Write(step.State),
        Version = step.Version,
        At = step.At.ToTimestamp(),
        ActorCode = step.ActorCode,
        Person = step.By?.Name ?? "",
        Reason = step.Reason,
    };

    private static V1.PendingSealRequest Write(PendingWish pending) => new()
    {
        Wish = pending.Wish switch
        {
            SealWish.Make => V1.SealWish.Make,
            SealWish.Remake => V1.SealWish.Remake,
            SealWish.Unfreeze => V1.SealWish.Unfreeze,
            SealWish.Cancel => V1.SealWish.Cancel,
            _ => throw new UnreachableException(),
        },
        RequestedBy = pending.By.Name,
        ActorCode = pending.ActorCode,
        RequestedAt = pending.At.ToTimestamp(),
        Reason = pending.Reason,
    };

    private static V1.SealState Write(SealState state) => state switch
    {
        SealState.Requested => V1.SealState.Requested,
        SealState.Active => V1.SealState.Active,
        SealState.Frozen => V1.SealState.Frozen,
        SealState.Cancelled => V1.SealState.Cancelled,
        SealState.Rejected => V1.SealState.Rejected,
        _ => throw new UnreachableException(),
    };

    private static V1.SealKind Write(SealKind kind) => kind switch
    {
        SealKind.Official => V1.SealKind.Official,
        SealKind.Finance => V1.SealKind.Finance,
        SealKind.Invoice => V1.SealKind.Invoice,
        SealKind.Contract => V1.SealKind.Contract,
        SealKind.Name => V1.SealKind.Name,
        SealKind.Special => V1.SealKind.Special,
        _ => throw new UnreachableException(),
    };

    private static V1.SealFormat Write(SealFormat format) => format switch
    {
        SealFormat.Gbt2020 => V1.SealFormat.Gbt385402020,
        SealFormat.Gmt2025 => V1.SealFormat.Gmt00312025,
        _ => throw new UnreachableException(),
    };
}
