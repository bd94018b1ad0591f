namespace Licenses.Issuing;

/// <summary>A license's face, sealed.</summary>
/// <param name="Document">The file.</param>
/// <param name="RenewBy">By when its seal must be raised or renewed; null: there is nothing to renew.</param>
/// <param name="Missing">Why its seal is of a lower level than it was meant to be; null where it is not.</param>
internal sealed record SealedFace(ReadOnlyMemory<byte> Document, DateTimeOffset? RenewBy, string? Missing)
{
    /// <summary>The digest that was sealed, by the key's own algorithm.</summary>
    public required ReadOnlyMemory<byte> Digest { get; init; }
}
