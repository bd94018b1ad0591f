using Licenses.Crypto.Asn1;

namespace Licenses.Crypto.X509;

/// <summary>Whether a certificate's key usage and extended key usage allow a purpose.</summary>
internal static class PurposeRules
{
    // What a document's signer may be certified for, where the certificate restricts it at all: there is no one OID.
    private static readonly ImmutableArray<string> SealUsages =
    [
        "1.3.6.1.5.5.7.3.36", // id-kp-documentSigning, RFC 9336
        "1.3.6.1.5.5.7.3.4", // id-kp-emailProtection
        "1.2.840.113583.1.1.5", // Adobe authentic documents
        "1.3.6.1.4.1.311.10.3.12", // Microsoft document signing
    ];

    /// <summary>Why the leaf may not be used so; null where it may.</summary>
    public static string? Refuse(Certificate leaf, CertificatePurpose purpose) =>
        RefuseKeyUsage(leaf, purpose) ?? RefuseExtendedUsage(leaf, purpose);

    /// <summary>Why an issuer on the path may not vouch for this purpose; null where it may.</summary>
    public static string? RefuseIssuer(Certificate issuer, CertificatePurpose purpose)
    {
        return UsagesOf(purpose) is not { } wanted || issuer.ExtendedKeyUsages is not { } usages || Allows(usages, wanted)
            ? null
            : $"The authority {issuer.Subject} is not certified for {purpose} (extended key usage {string.Join(", ", usages)}).";
    }

    /// <summary>
    /// Why a path serves a purpose that several usages stand for in no one way: none of them is allowed by all its certificates.
    /// Null where one is. A certificate that restricts nothing allows each.
    /// </summary>
    public static string? RefusePath(CertificatePath path, CertificatePurpose purpose)
    {
        if (UsagesOf(purpose) is not { Length: > 1 } left)
        {
            return null; // of one usage, each certificate has been asked by itself
        }

        foreach (var certificate in path.Certificates.Add(path.Anchor.Certificate))
        {
            if (certificate.ExtendedKeyUsages is not { } usages || usages.Contains(Oids.AnyExtendedKeyUsage))
            {
                continue;
            }

            left = [.. left.Where(usages.Contains)];
            if (left.IsEmpty)
            {
                return $"No extended key usage of {certificate.Subject} that serves {purpose} is one of all the certificates below it.";
            }
        }

        return null;
    }

    private static bool Allows(ImmutableArray<string> usages, ImmutableArray<string> wanted) =>
        usages.Contains(Oids.AnyExtendedKeyUsage) || usages.Any(wanted.Contains);

    private static string? RefuseKeyUsage(Certificate leaf, CertificatePurpose purpose)
    {
        var needed = purpose switch
        {
            CertificatePurpose.Seal or CertificatePurpose.SealMaker or CertificatePurpose.License or CertificatePurpose.TimeStamping =>
                KeyUsages.DigitalSignature | KeyUsages.NonRepudiation,
            CertificatePurpose.CrlSigning => KeyUsages.CrlSign,
            CertificatePurpose.OcspSigning => KeyUsages.DigitalSignature | KeyUsages.NonRepudiation,
            CertificatePurpose.Client => KeyUsages.DigitalSignature | KeyUsages.KeyAgreement,
            CertificatePurpose.Server =>
                KeyUsages.DigitalSignature | KeyUsages.KeyAgreement | KeyUsages.KeyEncipherment,
            _ => KeyUsages.None,
        };
        return needed == KeyUsages.None || leaf.KeyUsage is not { } usage || (usage & needed) != 0
            ? null
            : $"The certificate's key usage is {usage}, which does not allow {purpose}.";
    }

    private static string? RefuseExtendedUsage(Certificate leaf, CertificatePurpose purpose)
    {
        var usages = leaf.ExtendedKeyUsages;
        bool allowed = purpose switch
        {
            // RFC 3161, 2.3: critical, and this one purpose only.
            CertificatePurpose.TimeStamping => usages is [Oids.TimeStamping]
                && leaf.Extensions.Any(extension => extension is { Oid: Oids.ExtendedKeyUsage, IsCritical: true }),
            CertificatePurpose.OcspSigning => usages is { } list && list.Contains(Oids.OcspSigning),
            _ => usages is not { } list || UsagesOf(purpose) is not { } wanted || Allows(list, wanted),
        };
        return allowed
            ? null
            : $"The certificate's extended key usage ({string.Join(", ", usages ?? [])}) does not allow {purpose}.";
    }

    // Null: the purpose asks for no usage (lists: keyUsage says it; any: nothing is asked).
    private static ImmutableArray<string>? UsagesOf(CertificatePurpose purpose) => purpose switch
    {
        CertificatePurpose.Seal or CertificatePurpose.SealMaker or CertificatePurpose.License => SealUsages,
        CertificatePurpose.TimeStamping => [Oids.TimeStamping],
        CertificatePurpose.OcspSigning => [Oids.OcspSigning],
        CertificatePurpose.Client => [Oids.ClientAuthentication],
        CertificatePurpose.Server => [Oids.ServerAuthentication],
        _ => null,
    };
}
