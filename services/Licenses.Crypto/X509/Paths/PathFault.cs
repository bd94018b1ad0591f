namespace Licenses.Crypto.X509.Paths;

/// <summary>Why a certificate or a path is refused.</summary>
/// <param name="Reason">The EN 319 102-1 reason.</param>
/// <param name="Detail">One sentence for a person.</param>
/// <param name="IsDoubt">Whether more data, or a richer library, might still find it good.</param>
public sealed record PathFault(SubIndication Reason, string Detail, bool IsDoubt = false);
