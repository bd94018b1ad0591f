namespace Licenses.Cli.Pki;

/// <summary>A department or other body: a key to refer to it, its names and its unified social credit code.</summary>
internal sealed record PkiOrganisation
{
    public required string Key { get; init; }

    /// <summary>The Chinese name, as it stands in O of every certificate and on the arc of the seal.</summary>
    public required string Name { get; init; }

    public required string NameEn { get; init; }

    /// <summary>统一社会信用代码 (GB 32100-2015), 18 characters, in organizationIdentifier (2.5.4.97).</summary>
    public required string Uscc { get; init; }
}
