namespace Licenses.Crypto.X509.Paths;

/// <summary>One step up from a certificate: to an issuer's certificate, or to an anchor.</summary>
/// <param name="Issuer">Who issued, by name.</param>
/// <param name="Anchor">The anchor whose certificate that is; null for a link in between.</param>
/// <param name="Fault">Why no valid path takes this step; null where one may.</param>
internal sealed record PathLink(Certificate Issuer, TrustAnchor? Anchor, PathFault? Fault);
