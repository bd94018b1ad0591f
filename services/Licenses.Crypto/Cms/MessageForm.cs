namespace Licenses.Crypto.Cms;

/// <summary>How a signed message is to be built.</summary>
/// <param name="IsNational">The numbers of GM/T 0010 (GB/T 35275) in place of those of RFC 5652; for SM2 keys only.</param>
/// <param name="IsAttached">The message holds its content.</param>
/// <param name="HasAttributes">The signature is over attributes that name the content's digest and the certificate.</param>
public sealed record MessageForm(bool IsNational = false, bool IsAttached = false, bool HasAttributes = true);
