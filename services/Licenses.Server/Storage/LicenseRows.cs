using System.Data.Common;
using Licenses.Revocation;

namespace Licenses.Server.Storage;

/// <summary>How a row of the table of licenses is read.</summary>
internal static class LicenseRows
{
    /// <summary>The columns that <see cref="ReadLicense"/> expects, in its order.</summary>
    public const string Columns =
        "number, type_code, holder_name_masked, issued_at, valid_from, valid_until, "
        + "state, version, reason, changed_at, document_size, document_sha256, row_id";

    /// <summary>The columns that <see cref="ReadStatus"/> expects, in its order.</summary>
    public const string StatusColumns =
        "number, state, version, reason, changed_at, valid_until, (SELECT now_us FROM clock)";

    /// <summary>Where the cursor of a list stands behind <see cref="Columns"/>.</summary>
    public const int RowIdOrdinal = 12;

    public static License ReadLicense(this DbDataReader reader) => new(
        reader.GetNumber(0),
        reader.GetString(1),
        reader.GetString(2),
        reader.GetTime(3),
        reader.GetTime(4),
        reader.FindTime(5),
        reader.ReadStored(6),
        checked((int)reader.GetInt64(10)),
        reader.GetBytes(11));

    public static StatusEntry ReadStatus(this DbDataReader reader) =>
        new(reader.GetNumber(0), reader.ReadStored(1), reader.FindTime(5), reader.GetTime(6));

    public static async ValueTask<License?> FindLicenseAsync(
        this DbSession session, string number, CancellationToken cancellationToken)
    {
        await using var reader = await session
            .Statement($"SELECT {Columns} FROM licenses WHERE number = @number")
            .With("number", number)
            .ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? reader.ReadLicense() : null;
    }

    public static async ValueTask<StatusEntry?> FindStatusAsync(
        this DbSession session, string number, CancellationToken cancellationToken)
    {
        await using var reader = await session
            .Statement($"SELECT {StatusColumns} FROM licenses WHERE number = @number")
            .With("number", number)
            .ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? reader.ReadStatus() : null;
    }

    private static StoredStatus ReadStored(this DbDataReader reader, int ordinal) => new(
        reader.GetEnum<LicenseState>(ordinal),
        reader.GetInt64(ordinal + 1),
        reader.GetEnum<StateReason>(ordinal + 2),
        reader.GetTime(ordinal + 3));
}
