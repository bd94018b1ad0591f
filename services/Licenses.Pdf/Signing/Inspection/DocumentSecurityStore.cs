namespace Licenses.Pdf.Signing;

/// <summary>The validation data that a document carries (/DSS, ISO 32000-2, 12.8.4.3), as bytes; nothing of it is trusted.</summary>
public sealed record DocumentSecurityStore(
    ImmutableArray<ReadOnlyMemory<byte>> Certificates,
    ImmutableArray<ReadOnlyMemory<byte>> CertificateLists,
    ImmutableArray<ReadOnlyMemory<byte>> OcspResponses)
{
    /// <summary>Names of the /VRI entries: SHA-1 of a signature's /Contents, in upper-case hexadecimal.</summary>
    public ImmutableArray<string> SignatureKeys { get; init; } = [];

    /// <summary>Where in the file each certificate stands: a timestamp covers what stands before its end.</summary>
    public ImmutableArray<long> CertificatePlaces { get; init; } = [];

    /// <summary>Where in the file each CRL stands.</summary>
    public ImmutableArray<long> CertificateListPlaces { get; init; } = [];

    /// <summary>Where in the file each OCSP response stands.</summary>
    public ImmutableArray<long> OcspResponsePlaces { get; init; } = [];
}
