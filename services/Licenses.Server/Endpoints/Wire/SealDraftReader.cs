using Licenses.Crypto.Seals;
using Licenses.Sealing.Desk;

namespace Licenses.Server.Endpoints.Wire;

/// <summary>Reads what a seal is to be.</summary>
internal static class SealDraftReader
{
    public static SealDraft? Read(RequestReader reader, V1.SealDraft? draft, DateTimeOffset now)
    {
        if (draft is null)
        {
            reader.Violate("draft", "必填", "is required");
            return null;
        }

        var kind = ReadKind(draft.Kind);
        if (kind is null)
        {
            reader.Violate("draft.kind", "必填", "is required");
        }

        var picture = ReadPicture(reader, draft.Picture);
        var from = reader.OptionalTime("draft.valid_from", draft.ValidFrom);
        var until = reader.Time("draft.valid_until", draft.ValidUntil);
        if (draft.Format is not (V1.SealFormat.Unspecified or V1.SealFormat.Gbt385402020 or V1.SealFormat.Gmt00312025))
        {
            reader.Violate("draft.format", "只制作 GB/T 38540-2020 或 GM/T 0031-2025 印章", "must be that of 2020 or of 2025");
        }

        return kind is null || picture is null || until is null ? null : new SealDraft
        {
            Name = draft.Name,
            Kind = kind.Value,
            Format = draft.Format == V1.SealFormat.Gmt00312025 ? SealFormat.Gmt2025 : SealFormat.Gbt2020,
            Picture = picture,
            ValidFrom = InSeconds(from ?? now),
            BeginsWhenAsked = from is null,
            ValidUntil = InSeconds(until.Value),
            Signers = [.. draft.Signers.Select(signer => signer.Memory)],
            ListsDigests = draft.ListDigests,
        };
    }

    public static SealState? ReadState(V1.SealState state) => state switch
    {
        V1.SealState.Requested => SealState.Requested,
        V1.SealState.Active => SealState.Active,
        V1.SealState.Frozen => SealState.Frozen,
        V1.SealState.Cancelled => SealState.Cancelled,
        V1.SealState.Rejected => SealState.Rejected,
        _ => null,
    };

    public static SealAction? ReadAction(V1.SealAction action) => action switch
    {
        V1.SealAction.Freeze => SealAction.Freeze,
        V1.SealAction.Unfreeze => SealAction.Unfreeze,
        V1.SealAction.Cancel => SealAction.Cancel,
        _ => null,
    };

    // Seals tell their times in whole seconds.
    private static DateTimeOffset InSeconds(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerSecond));

    private static SealKind? ReadKind(V1.SealKind kind) => kind switch
    {
        V1.SealKind.Official => SealKind.Official,
        V1.SealKind.Finance => SealKind.Finance,
        V1.SealKind.Invoice => SealKind.Invoice,
        V1.SealKind.Contract => SealKind.Contract,
        V1.SealKind.Name => SealKind.Name,
        V1.SealKind.Special => SealKind.Special,
        _ => null,
    };

    private static SealPicture? ReadPicture(RequestReader reader, V1.SealPicture? picture)
    {
        var type = picture?.Kind switch
        {
            V1.SealPictureKind.Png => SealPictureCheck.Png,
            V1.SealPictureKind.Svg => SealPictureCheck.Svg,
            _ => null,
        };
        if (picture is null || type is null)
        {
            reader.Violate("draft.picture.kind", "须为 PNG 或 SVG", "must be PNG or SVG");
            return null;
        }

        return new SealPicture(type, picture.Data.Memory, picture.WidthMm, picture.HeightMm);
    }
}
