using System.Data.Common;
using System.Globalization;
using Licenses.Sealing.Desk;

namespace Licenses.Server.Storage;

/// <summary>How rows of the desk's tables are read and written.</summary>
internal sealed class SealRows(PersonalData personal)
{
    /// <summary>The columns that <see cref="ReadSeal"/> expects, in its order.</summary>
    public const string Columns =
        "s.seal_id, s.organisation_code, s.state, s.version, s.drafts, s.revision, s.changed_at, s.valid_from, "
        + "s.valid_until, s.uses, s.sealed_pending, s.row_id";

    /// <summary>Where the cursor of a list stands behind <see cref="Columns"/>.</summary>
    public const int RowIdOrdinal = 11;

    /// <summary>The columns that <see cref="ReadVersion"/> expects, in its order.</summary>
    public const string VersionColumns = "seal_id, version, sealed_draft, sealed_made, made_sha256, made_at, ended_at";

    public DeskSeal ReadSeal(DbDataReader reader)
    {
        var sealId = reader.GetString(0);
        return new DeskSeal(sealId, reader.GetString(1))
        {
            State = reader.GetEnum<SealState>(2),
            Version = checked((int)reader.GetInt64(3)),
            Drafts = checked((int)reader.GetInt64(4)),
            Revision = reader.GetInt64(5),
            ChangedAt = reader.GetTime(6),
            ValidFrom = reader.GetTime(7),
            ValidUntil = reader.GetTime(8),
            Uses = reader.GetInt64(9),
            Pending = reader.IsDBNull(10)
                ? null
                : personal.Open<PendingWish>(reader.GetBytes(10), Place.SealPending, sealId),
        };
    }

    /// <summary>Sets the parameters of <see cref="Columns"/>.</summary>
    public DbCommand Bind(DbCommand command, DeskSeal seal)
    {
        command
            .With("seal_id", seal.SealId)
            .With("organisation_code", seal.OrganisationCode)
            .With("state", seal.State.ToString())
            .With("version", (long)seal.Version)
            .With("drafts", (long)seal.Drafts)
            .With("revision", seal.Revision)
            .With("changed_at", seal.ChangedAt)
            .With("valid_from", seal.ValidFrom)
            .With("valid_until", seal.ValidUntil);
        return seal.Pending is { } pending
            ? command.With("sealed_pending", personal.Seal(pending, Place.SealPending, seal.SealId))
            : command.WithNoBytes("sealed_pending");
    }

    public SealVersion ReadVersion(DbDataReader reader)
    {
        var sealId = reader.GetString(0);
        int number = checked((int)reader.GetInt64(1));
        var row = RowOf(sealId, number);
        return new SealVersion(
            sealId, number, personal.Open<SealDraft>(reader.GetBytes(2), Place.SealDraft, row),
            reader.IsDBNull(3) ? null : new MadeSeal(
                personal.OpenBytes(reader.GetBytes(3), Place.SealMade, row),
                reader.GetBytes(4),
                reader.GetTime(5),
                reader.FindTime(6)));
    }

    public SealTitle ReadTitle(DbDataReader reader, int ordinal, string row) =>
        personal.Open<SealTitle>(reader.GetBytes(ordinal), Place.SealTitle, row);

    public byte[] SealTitle(SealDraft draft, string row) => personal.Seal(draft.ToTitle(), Place.SealTitle, row);

    public byte[] SealDraft(SealDraft draft, string row) => personal.Seal(draft, Place.SealDraft, row);

    public byte[] SealMade(MadeSeal made, string row) => personal.SealBytes(made.Encoded.Span, Place.SealMade, row);

    public SealEvent ReadEvent(DbDataReader reader, string sealId)
    {
        var actor = personal.Open<StoredActor>(
            reader.GetBytes(6), Place.SealEvent, RowOf(sealId, reader.GetInt64(0)));
        return new SealEvent(
            reader.GetString(1), reader.GetEnum<SealState>(2), checked((int)reader.GetInt64(3)), reader.GetTime(4),
            reader.GetString(5), actor.By, actor.Reason);
    }

    public byte[] SealActor(SealEvent step, string row) =>
        personal.Seal(new StoredActor(step.By, step.Reason), Place.SealEvent, row);

    public static string RowOf(string sealId, long number) =>
        string.Create(CultureInfo.InvariantCulture, $"{sealId}/{number}");
}
