namespace Licenses.Pdf.Signing;

/// <summary>What a verifier will need in later years to decide a signature: DER, as the authorities gave it.</summary>
public sealed record ValidationData(
    ImmutableArray<ReadOnlyMemory<byte>> Certificates,
    ImmutableArray<ReadOnlyMemory<byte>> CertificateLists,
    ImmutableArray<ReadOnlyMemory<byte>> OcspResponses)
{
    public static readonly ValidationData Empty = new([], [], []);
}
