using System.Security.Cryptography.X509Certificates;

namespace Licenses.Cli.Pki;

/// <summary>A member with its certificate and key, as they stand on the disk.</summary>
/// <param name="Member">What the declaration says of it.</param>
/// <param name="Certificate">Without private key.</param>
/// <param name="Key">Its key pair.</param>
/// <param name="Change">What generating did to its files.</param>
internal sealed record IssuedMember(PkiMember Member, X509Certificate2 Certificate, MemberKey Key, MemberChange Change);
