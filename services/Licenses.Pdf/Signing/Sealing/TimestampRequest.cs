using System.Security.Cryptography;

namespace Licenses.Pdf.Signing;

/// <summary>How a document timestamp is made.</summary>
/// <param name="Stamper">Asks the authority.</param>
/// <param name="Algorithm">What the document is digested with.</param>
/// <param name="ReservedBytes">Room for the token; what is larger is tried once more with room enough.</param>
public sealed record TimestampRequest(DigestStamper Stamper, HashAlgorithmName Algorithm, int ReservedBytes)
{
    /// <summary>Opens an encrypted document.</summary>
    public string? Password { get; init; }
}
