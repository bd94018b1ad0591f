using System.Security.Cryptography.X509Certificates;

namespace Licenses.Cli.Pki.Serving;

/// <summary>A certificate that an authority has revoked, or taken off hold again.</summary>
/// <param name="Serial">Its serial number, big-endian.</param>
/// <param name="At">Since when.</param>
/// <param name="Reason">Why; RemoveFromCrl where a hold was lifted.</param>
public sealed record WorldRevocation(ReadOnlyMemory<byte> Serial, DateTimeOffset At, X509RevocationReason Reason);
