using System.Globalization;

namespace Licenses.Server.Endpoints.Wire;

/// <summary>Which part of a list is asked for.</summary>
/// <param name="Size">1 to 200 rows.</param>
/// <param name="Cursor">Behind which row; null for the first page.</param>
/// <param name="Scope">Which list, filters included.</param>
internal sealed record Page(int Size, string? Cursor, string Scope)
{
    /// <summary>The token of the page behind this one; empty when this one was not full.</summary>
    public string Next(int rows, string? lastCursor) =>
        rows < Size || lastCursor is null ? "" : PageToken.Write(Scope, lastCursor);

    public string Next(int rows, long? lastCursor) => Next(rows, lastCursor?.ToString(CultureInfo.InvariantCulture));
}
