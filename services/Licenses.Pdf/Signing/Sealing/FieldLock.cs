namespace Licenses.Pdf.Signing;

/// <summary>Which form fields must not change once this seal is set (FieldMDP; ISO 32000-2, 12.8.2.4).</summary>
/// <param name="Action">Which fields <paramref name="Fields"/> names.</param>
/// <param name="Fields">Full field names; empty for <see cref="FieldLockAction.All"/>.</param>
public sealed record FieldLock(FieldLockAction Action, ImmutableArray<string> Fields)
{
    public static readonly FieldLock All = new(FieldLockAction.All, []);

    /// <summary>What the document as a whole permits once the field is signed (P of ISO 32000-2, table 236); null: as before.</summary>
    public int? Permission { get; init; }

    /// <summary>True where the lock holds for a field; a name locks what lies beneath it too.</summary>
    public bool Covers(string field)
    {
        bool isNamed = Fields.Any(name => field == name || field.StartsWith(name + '.', StringComparison.Ordinal));
        return Action switch
        {
            FieldLockAction.Include => isNamed,
            FieldLockAction.Exclude => !isNamed,
            _ => true,
        };
    }
}
