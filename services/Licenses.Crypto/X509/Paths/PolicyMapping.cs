namespace Licenses.Crypto.X509.Paths;

/// <summary>What the issuer calls From, the subject's domain calls To.</summary>
internal sealed record PolicyMapping(string From, string To);
