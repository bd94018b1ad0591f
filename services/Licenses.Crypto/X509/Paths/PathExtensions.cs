using System.Formats.Asn1;
using Licenses.Crypto.Asn1;

namespace Licenses.Crypto.X509.Paths;

/// <summary>
/// The extensions that only path validation looks at (RFC 5280, 4.2.1): names, name constraints and policies. Read when
/// first asked for, so that a certificate that is only shown need not have them right.
/// </summary>
internal sealed record PathExtensions
{
    private const int NoLimit = 1_000_000; // a skip count beyond any path

    // What this library acts upon. AIA and the key identifiers must not be critical, and are not understood if they are.
    private static readonly HashSet<string> Understood = new(StringComparer.Ordinal)
    {
        Oids.KeyUsage, Oids.SubjectAltName, Oids.BasicConstraints, Oids.NameConstraints, Oids.CrlDistributionPoints,
        Oids.CertificatePolicies, Oids.PolicyMappings, Oids.PolicyConstraints, Oids.ExtendedKeyUsage, Oids.InhibitAnyPolicy,
        Oids.OcspNoCheck,
    };

    public ImmutableArray<GeneralName> AlternativeNames { get; private init; } = [];

    public NameConstraints? Names { get; private init; }

    /// <summary>Null: the certificate has no policies extension.</summary>
    public ImmutableArray<string>? Policies { get; private init; }

    public ImmutableArray<PolicyMapping> Mappings { get; private init; } = [];

    public int? RequireExplicitPolicy { get; private init; }

    public int? InhibitMapping { get; private init; }

    public int? InhibitAnyPolicy { get; private init; }

    /// <summary>Why no path may go through the certificate: what it demands is unknown or cannot be read. Null: fine.</summary>
    public string? Defect { get; private init; }

    public static PathExtensions Of(Certificate certificate)
    {
        var extensions = new PathExtensions();
        foreach (var extension in certificate.Extensions)
        {
            if (extension.IsCritical && !Understood.Contains(extension.Oid))
            {
                return new PathExtensions { Defect = $"has the critical extension {extension.Oid}, which is not understood" };
            }

            try
            {
                var reader = Ber.Open(extension.Value);
                if (Understood.Contains(extension.Oid) && extension.Oid != Oids.OcspNoCheck)
                {
                    RefuseRest(extension.Value);
                }

                extensions = extensions.With(extension.Oid, reader, certificate);
            }
            catch (AsnContentException e)
            {
                return new PathExtensions { Defect = $"has an extension {extension.Oid} that cannot be read: {e.Message}" };
            }
        }

        return extensions;
    }

    private PathExtensions With(string oid, AsnReader reader, Certificate certificate) => oid switch
    {
        Oids.KeyUsage when certificate.KeyUsage is KeyUsages.None => throw new AsnContentException("It names no use."), // 4.2.1.3
        Oids.ExtendedKeyUsage when certificate.ExtendedKeyUsages is [] => throw new AsnContentException("It is empty."),
        Oids.CrlDistributionPoints when DistributionPoint.ListOf(certificate) is [] => throw new AsnContentException("It is empty."),
        Oids.SubjectAltName => this with { AlternativeNames = GeneralName.DecodeList(ReadAll(reader)) },
        Oids.NameConstraints => this with { Names = NameConstraints.Decode(ReadAll(reader)) },
        Oids.CertificatePolicies => this with { Policies = ReadPolicies(ReadAll(reader)) },
        Oids.PolicyMappings => this with { Mappings = ReadMappings(ReadAll(reader)) },
        Oids.PolicyConstraints => WithConstraints(ReadAll(reader)),
        Oids.InhibitAnyPolicy => this with { InhibitAnyPolicy = ReadSkip(reader, null) },
        _ => this,
    };

    // What follows the end of an extension one reader sees and another does not.
    private static void RefuseRest(ReadOnlyMemory<byte> value)
    {
        if (Ber.FirstElementLength(value.Span) != value.Length)
        {
            throw new AsnContentException("Something follows its end.");
        }
    }

    private static AsnReader ReadAll(AsnReader reader)
    {
        var sequence = reader.ReadSequence();
        reader.ThrowIfNotEmpty();
        return sequence.HasData ? sequence : throw new AsnContentException("It is empty.");
    }

    // certificatePolicies ::= SEQUENCE OF SEQUENCE { policyIdentifier OBJECT IDENTIFIER, policyQualifiers … OPTIONAL }
    //   -- RFC 5280, 4.2.1.4; a policy must not occur twice
    private static ImmutableArray<string> ReadPolicies(AsnReader sequence)
    {
        var policies = ImmutableArray.CreateBuilder<string>(2);
        while (sequence.HasData)
        {
            var policy = sequence.ReadSequence();
            policies.Add(policy.ReadObjectIdentifier());
            if (policy.HasData)
            {
                policy.ReadSequence(); // qualifiers are for a person to read
            }

            policy.ThrowIfNotEmpty();
        }

        return policies.Distinct(StringComparer.Ordinal).Count() == policies.Count
            ? policies.ToImmutable()
            : throw new AsnContentException("A policy occurs twice.");
    }

    // PolicyMappings ::= SEQUENCE OF SEQUENCE { issuerDomainPolicy, subjectDomainPolicy }  -- RFC 5280, 4.2.1.5
    private static ImmutableArray<PolicyMapping> ReadMappings(AsnReader sequence)
    {
        var mappings = ImmutableArray.CreateBuilder<PolicyMapping>(1);
        while (sequence.HasData)
        {
            var pair = sequence.ReadSequence();
            var mapping = new PolicyMapping(pair.ReadObjectIdentifier(), pair.ReadObjectIdentifier());
            pair.ThrowIfNotEmpty();
            mappings.Add(mapping is { From: not Oids.AnyPolicy, To: not Oids.AnyPolicy } // 6.1.4 (a)
                ? mapping
                : throw new AsnContentException("anyPolicy must not be mapped."));
        }

        return mappings.ToImmutable();
    }

    // PolicyConstraints ::= SEQUENCE { requireExplicitPolicy [0] SkipCerts OPTIONAL, inhibitPolicyMapping [1] … }
    private PathExtensions WithConstraints(AsnReader sequence)
    {
        int? explicitPolicy = Ber.NextIs(sequence, 0) ? ReadSkip(sequence, Ber.Context(0)) : null;
        int? mapping = Ber.NextIs(sequence, 1) ? ReadSkip(sequence, Ber.Context(1)) : null;
        sequence.ThrowIfNotEmpty();
        return this with { RequireExplicitPolicy = explicitPolicy, InhibitMapping = mapping };
    }

    private static int ReadSkip(AsnReader reader, Asn1Tag? tag)
    {
        var skip = reader.ReadInteger(tag);
        return skip.Sign >= 0
            ? (int)System.Numerics.BigInteger.Min(skip, NoLimit)
            : throw new AsnContentException("A skip count is negative.");
    }
}
