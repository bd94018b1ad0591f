namespace Licenses.Pdf.Signing;

/// <summary>What a signature dictionary claims to be.</summary>
public enum SignatureKind
{
    /// <summary>Somebody's signature or seal.</summary>
    Signature,

    /// <summary>A document timestamp: SubFilter ETSI.RFC3161 (ISO 32000-2, 12.8.5).</summary>
    Timestamp,
}
