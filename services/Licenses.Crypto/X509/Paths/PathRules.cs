namespace Licenses.Crypto.X509.Paths;

/// <summary>What a certificate must be by itself to stand on a path, whatever stands above or below it (RFC 5280, 6.1).</summary>
internal static class PathRules
{
    private const int LongestSerialNumber = 20; // RFC 5280, 4.1.2.2; a leading zero octet is let pass

    /// <summary>6.1.3 (a) and 6.1.4 (k, n, o): an authority below the anchor.</summary>
    public static PathFault? RefuseIssuer(Certificate issuer, PathRequest request) =>
        RefuseForm(issuer) ?? RefusePeriod(issuer, request.At) ?? RefuseAuthority(issuer, request.Purpose) ?? request.Constraint?.Invoke(issuer);

    /// <summary>6.1.3 (a) and 6.1.5 (f): the certificate that is asked about.</summary>
    public static PathFault? RefuseLeaf(Certificate leaf, PathRequest request) =>
        RefusePeriod(leaf, request.At) ?? RefuseForm(leaf) ?? RefuseNames(leaf) ?? RefuseKey(leaf) ?? request.Constraint?.Invoke(leaf);

    /// <summary>Beyond 6.1.1 (d), which takes an anchor's name and key only: what it says of itself counts as well.</summary>
    public static PathFault? RefuseAnchor(TrustAnchor anchor, PathRequest request)
    {
        var certificate = anchor.Certificate;
        if (!anchor.Purposes.HasFlag(request.Purpose))
        {
            return new PathFault(
                SubIndication.NoCertificateChainFound, $"The anchor {certificate.Subject} is not trusted for {request.Purpose}.");
        }

        if (!anchor.IsTrustedAt(request.At))
        {
            return new PathFault(
                SubIndication.NoCertificateChainFoundNoPoe, $"The anchor {certificate.Subject} is not trusted at {request.At:u}.");
        }

        if (certificate.PathExtensions.Defect is { } defect)
        {
            return new PathFault(SubIndication.CertificateChainGeneralFailure, $"The anchor {certificate.Subject} {defect}.");
        }

        // An anchor's responders answer in its name, whatever it says to certify.
        string? refusal = !anchor.CanIssue ? $"The anchor {certificate.Subject} may not issue certificates."
            : request.Purpose == CertificatePurpose.OcspSigning ? null
            : PurposeRules.RefuseIssuer(certificate, request.Purpose);
        return refusal is null
            ? request.AnchorConstraint?.Invoke(certificate)
            : new PathFault(SubIndication.ChainConstraintsFailure, refusal);
    }

    public static PathFault? RefusePeriod(Certificate certificate, DateTimeOffset at) => certificate.IsValidAt(at)
        ? null
        : new PathFault(
            SubIndication.OutOfBoundsNoPoe,
            $"{certificate.Subject} is valid from {certificate.NotBefore:u} to {certificate.NotAfter:u}, not at {at:u}.");

    private static PathFault? RefuseForm(Certificate certificate)
    {
        string? defect = certificate.PathExtensions.Defect
            ?? (certificate.IssuerName.IsEmpty ? "names no issuer" : null)
            ?? (certificate.SerialBytes.Span.TrimStart((byte)0).Length is > 0 and <= LongestSerialNumber
                ? null : "has a serial number of zero or of more than 20 octets")
            ?? (certificate.HasExactTimes ? null : "has a time that is not written to the second and in UTC (4.1.2.5)");
        return defect is null
            ? null
            : new PathFault(SubIndication.CertificateChainGeneralFailure, $"The certificate {certificate.Subject} {defect}.");
    }

    private static PathFault? RefuseNames(Certificate leaf)
    {
        string? defect = !leaf.IsAuthority && leaf.PathExtensions.Names is not null ? "constrains names without being an authority's"
            : !leaf.IsAuthority && leaf.KeyUsage is { } usage && usage.HasFlag(KeyUsages.KeyCertSign)
                ? "may sign certificates without being an authority's (4.2.1.3)"
            : leaf.SubjectName.IsEmpty && !HasCriticalAlternative(leaf) ? "has no subject and no critical subjectAltName (4.2.1.6)"
            : null;
        return defect is null
            ? null
            : new PathFault(SubIndication.CertificateChainGeneralFailure, $"The certificate {leaf.Subject} of {leaf.Issuer} {defect}.");
    }

    // Whose signatures nobody here could verify is not vouched for.
    private static PathFault? RefuseKey(Certificate leaf) => leaf.PublicKey.Kind != KeyKind.Unsupported
        ? null
        : new PathFault(
            SubIndication.CertificateChainGeneralFailure,
            leaf.PublicKey.Excess is { } excess
                ? $"{leaf.Subject} is not looked at: {excess}."
                : $"{leaf.Subject} has a key of kind {AlgorithmNames.Of(leaf.PublicKey.CurveOid ?? leaf.PublicKey.Algorithm.Oid)}, which is not supported.",
            IsDoubt: true);

    private static bool HasCriticalAlternative(Certificate leaf) =>
        leaf.Extensions.Any(extension => extension is { Oid: Asn1.Oids.SubjectAltName, IsCritical: true });

    private static PathFault? RefuseAuthority(Certificate issuer, CertificatePurpose purpose)
    {
        string? refusal = !issuer.IsAuthority ? $"{issuer.Subject} is not an authority's certificate (basicConstraints)."
            : issuer.KeyUsage is { } usage && !usage.HasFlag(KeyUsages.KeyCertSign)
                ? $"The key of {issuer.Subject} may not sign certificates (keyUsage {usage})."
            : issuer.SubjectName.IsEmpty ? $"An authority of {issuer.Issuer} has no name."
            : PurposeRules.RefuseIssuer(issuer, purpose);
        return refusal is null ? null : new PathFault(SubIndication.ChainConstraintsFailure, refusal);
    }
}
