namespace Licenses.Cli.Pki;

/// <summary>The CRL that an authority publishes.</summary>
internal sealed record PkiRevocationList
{
    public required string Issuer { get; init; }

    public required int Number { get; init; }

    public required DateTimeOffset ThisUpdate { get; init; }

    public required DateTimeOffset NextUpdate { get; init; }
}
