using System.Data.Common;

namespace Licenses.Server.Storage;

/// <summary>How the product's values look in a database: times as UTC microseconds, enums by name, numbers as text.</summary>
internal static class DbValues
{
    /// <summary>
    /// The end of a statement that gives back at most @limit rows. The sum is on purpose: SQLite plans by the value of a
    /// bare bound LIMIT, and so compiles the statement anew each time it is bound.
    /// </summary>
    public const string AtMostLimit = "LIMIT @limit + 0";

    private const long TicksPerMicrosecond = TimeSpan.TicksPerMicrosecond;

    /// <summary>Sets a parameter; a statement that is used again keeps its parameter objects.</summary>
    public static DbCommand With(this DbCommand command, string name, string? value) => Set(command, name, value);

    public static DbCommand With(this DbCommand command, string name, long? value) => Set(command, name, value);

    public static DbCommand With(this DbCommand command, string name, DateTimeOffset? value) =>
        Set(command, name, value is { } time ? Microseconds(time) : null);

    public static DbCommand With(this DbCommand command, string name, byte[] value) => Set(command, name, value);

    public static DbCommand With(this DbCommand command, string name, ReadOnlyMemory<byte> value) =>
        Set(command, name, value.ToArray());

    /// <summary>A column of bytes without a value: PostgreSQL must be told what it is that there is none of.</summary>
    public static DbCommand WithNoBytes(this DbCommand command, string name)
    {
        Set(command, name, null);
        command.Parameters[name].DbType = System.Data.DbType.Binary;
        return command;
    }

    public static long Microseconds(DateTimeOffset time) =>
        (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TicksPerMicrosecond;

    /// <summary>The time as a database gives it back.</summary>
    public static DateTimeOffset Truncated(this DateTimeOffset time) => FromMicroseconds(Microseconds(time));

    public static DateTimeOffset GetTime(this DbDataReader reader, int ordinal) =>
        FromMicroseconds(reader.GetInt64(ordinal));

    public static DateTimeOffset? FindTime(this DbDataReader reader, int ordinal) =>
        reader.IsDBNull(ordinal) ? null : reader.GetTime(ordinal);

    public static byte[] GetBytes(this DbDataReader reader, int ordinal) => reader.GetFieldValue<byte[]>(ordinal);

    /// <summary>A stored name; one that this program does not know is unreadable, never a default.</summary>
    public static T GetEnum<T>(this DbDataReader reader, int ordinal)
        where T : struct, Enum =>
        Enum.TryParse<T>(reader.GetString(ordinal), out var value) && Enum.IsDefined(value)
            ? value
            : throw new InvalidDataException($"The database holds a {typeof(T).Name} that this program does not know.");

    public static LicenseNumber GetNumber(this DbDataReader reader, int ordinal) =>
        LicenseNumber.TryParse(reader.GetString(ordinal), out var number)
            ? number
            : throw new InvalidDataException("The database holds a license number that is not well formed.");

    private static DbCommand Set(DbCommand command, string name, object? value)
    {
        if (command.Parameters.Contains(name))
        {
            command.Parameters[name].Value = value ?? DBNull.Value;
            return command;
        }

        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value ?? DBNull.Value;
        command.Parameters.Add(parameter);
        return command;
    }

    private static DateTimeOffset FromMicroseconds(long value) =>
        DateTimeOffset.UnixEpoch.AddTicks(value * TicksPerMicrosecond);
}
