namespace Licenses.Cli.Pki;

/// <summary>One certificate that the declaration asks for.</summary>
internal sealed record PkiMember
{
    /// <summary>Lower-case letters, digits and hyphens; the name of its files.</summary>
    public required string Name { get; init; }

    public required MemberPurpose Purpose { get; init; }

    /// <summary>One of <see cref="MemberKey.Kinds"/>.</summary>
    public required string Key { get; init; }

    /// <summary>The authority that signs it; null for a root.</summary>
    public string? Issuer { get; init; }

    /// <summary>Key of the organisation it belongs to.</summary>
    public required string Organisation { get; init; }

    public required string CommonName { get; init; }

    /// <summary>What the holder of a client certificate may do at the server; becomes OU "role:…".</summary>
    public string? Role { get; init; }

    /// <summary>DNS names and IP addresses of a server.</summary>
    public ImmutableArray<string> AlternativeNames { get; init; } = [];

    /// <summary>Overrides the declaration's own validity.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    public DateTimeOffset? NotAfter { get; init; }

    public PkiRevocation? Revoked { get; init; }

    internal bool IsRoot => Issuer is null;
}
