using Microsoft.Extensions.Options;

namespace Licenses.Server.Storage;

/// <summary>Which database holds the licenses, and how long it may take.</summary>
public sealed class StorageOptions
{
    public const string Sqlite = "sqlite";
    public const string Postgres = "postgres";

    /// <summary>"sqlite" (one file, one server) or "postgres".</summary>
    public string Provider { get; set; } = Sqlite;

    /// <summary>File of the SQLite database; it is created where it does not exist.</summary>
    public string Path { get; set; } = "licenses.db";

    /// <summary>Npgsql connection string; holds a password, so it is never logged.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>The longest that one read or write may take before the answer is "unavailable".</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>SQLite: how many writes may share one transaction and one sync of the disk.</summary>
    public int WritesPerCommit { get; set; } = 256;

    /// <summary>SQLite: how many reads may run side by side.</summary>
    public int Readers { get; set; } = Math.Max(4, 2 * Environment.ProcessorCount);

    internal sealed class Validator : IValidateOptions<StorageOptions>
    {
        public ValidateOptionsResult Validate(string? name, StorageOptions options)
        {
            var faults = new List<string>();
            if (options.Provider is not (Sqlite or Postgres))
            {
                faults.Add($"Storage:Provider must be {Sqlite} or {Postgres}, but is {options.Provider}.");
            }

            if (options.Provider == Sqlite && string.IsNullOrWhiteSpace(options.Path))
            {
                faults.Add("Storage:Path must name the file of the SQLite database.");
            }

            if (options.Provider == Postgres && string.IsNullOrWhiteSpace(options.ConnectionString))
            {
                faults.Add("Storage:ConnectionString must be given for postgres.");
            }

            if (options.Timeout <= TimeSpan.Zero || options.Timeout > TimeSpan.FromMinutes(1))
            {
                faults.Add($"Storage:Timeout must be within (0, 1 min], but is {options.Timeout}.");
            }

            if (options.WritesPerCommit is < 1 or > 10_000 || options.Readers is < 1 or > 256)
            {
                faults.Add("Storage:WritesPerCommit must be within 1 to 10,000 and Storage:Readers within 1 to 256.");
            }

            return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
        }
    }
}
