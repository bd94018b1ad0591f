using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography.X509Certificates;

namespace Licenses.Cli.Pki.Serving;

// CertificateList ::= SEQUENCE { tbsCertList, signatureAlgorithm, signatureValue }  -- RFC 5280, 5.1
/// <summary>A CRL to publish. .NET's own builder knows neither deltas nor shards.</summary>
internal sealed record CrlPlan(BigInteger Number, ImmutableArray<WorldRevocation> Entries, WorldPeriod Period)
{
    private static readonly DateTimeOffset UtcTimeStart = new(1950, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset UtcTimeEnd = new(2050, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The base list's number where this is a delta.</summary>
    public BigInteger? Base { get; init; }

    /// <summary>The shard's address, which stands in the issuing distribution point; null for a list of everything.</summary>
    public string? Shard { get; init; }

    /// <summary>For which reasons the list speaks (RFC 5280, 5.2.5: onlySomeReasons); null for all.</summary>
    public WorldReasons? Reasons { get; init; }

    /// <summary>Where the delta is; null where there is none.</summary>
    public string? Freshest { get; init; }

    /// <param name="issuer">Whose list it is.</param>
    /// <param name="signer">Who signs it; the issuer, unless the world misbehaves.</param>
    public byte[] Sign(WorldSigner issuer, WorldSigner signer)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(1); // v2
            signer.WriteAlgorithm(writer);
            writer.WriteEncodedValue(issuer.Certificate.SubjectName.RawData);
            WriteTime(writer, Period.ThisUpdate);
            WriteTime(writer, Period.NextUpdate);
            WriteEntries(writer);
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
            using (writer.PushSequence())
            {
                WriteExtensions(writer, issuer.Certificate);
            }
        }

        return signer.Sign(writer.Encode());
    }

    private void WriteEntries(AsnWriter writer)
    {
        if (Entries.IsEmpty)
        {
            return; // RFC 5280, 5.1.2.6: absent where nothing is revoked
        }

        using (writer.PushSequence())
        {
            foreach (var entry in Entries)
            {
                using (writer.PushSequence())
                {
                    writer.WriteInteger(entry.Serial.Span);
                    WriteTime(writer, entry.At);
                    if (entry.Reason != X509RevocationReason.Unspecified)
                    {
                        using (writer.PushSequence())
                        {
                            WriteExtension(writer, "2.5.29.21", false, value => value.WriteEnumeratedValue(entry.Reason));
                        }
                    }
                }
            }
        }
    }

    private void WriteExtensions(AsnWriter writer, X509Certificate2 issuer)
    {
        var identifier = X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(
            issuer.Extensions.OfType<X509SubjectKeyIdentifierExtension>().First());
        WriteExtension(writer, "2.5.29.35", false, value => value.WriteEncodedValue(identifier.RawData));
        WriteExtension(writer, "2.5.29.20", false, value => value.WriteInteger(Number));
        if (Base is { } number)
        {
            WriteExtension(writer, "2.5.29.27", true, value => value.WriteInteger(number));
        }

        if (Shard is { } shard)
        {
            WriteExtension(writer, "2.5.29.28", true, value =>
            {
                using (value.PushSequence())
                {
                    WorldAddresses.WritePoint(value, shard);
                }
            });
        }

        if (Reasons is { } reasons)
        {
            WriteExtension(writer, "2.5.29.28", true, value =>
            {
                using (value.PushSequence())
                {
                    value.WriteNamedBitList(reasons, new Asn1Tag(TagClass.ContextSpecific, 3));
                }
            });
        }

        if (Freshest is { } freshest)
        {
            WriteExtension(writer, "2.5.29.46", false, value => WorldAddresses.WritePoints(value, freshest));
        }
    }

    private static void WriteExtension(AsnWriter writer, string oid, bool critical, Action<AsnWriter> write)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(oid);
            if (critical)
            {
                writer.WriteBoolean(true);
            }

            using (writer.PushOctetString())
            {
                write(writer);
            }
        }
    }

    private static void WriteTime(AsnWriter writer, DateTimeOffset time)
    {
        if (time >= UtcTimeStart && time < UtcTimeEnd)
        {
            writer.WriteUtcTime(time);
        }
        else
        {
            writer.WriteGeneralizedTime(time, omitFractionalSeconds: true);
        }
    }
}
