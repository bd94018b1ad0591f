using System.Formats.Asn1;
using System.Security.Cryptography;
using Licenses.Crypto.Asn1;
using Licenses.Crypto.X509;

namespace Licenses.Tests.Trust;

/// <summary>A certificate before it is signed: every field may be made wrong.</summary>
internal sealed class CertificateDraft
{
    public required byte[] Subject { get; set; }

    public required byte[] Issuer { get; set; }

    public required ECDsa Key { get; set; }

    public byte[] Serial { get; set; } = [0x11, .. RandomNumberGenerator.GetBytes(8)];

    public DateTimeOffset Start { get; set; } = Entity.Start;

    public DateTimeOffset End { get; set; } = Entity.End;

    public bool HasGeneralizedTimes { get; set; }

    /// <summary>A beginning in a form of its own, encoded; null: as <see cref="Start"/> says.</summary>
    public byte[]? EncodedStart { get; set; }

    public int Version { get; set; } = 3;

    public bool BreakSignature { get; set; }

    /// <summary>ecdsa-with-SHA256, or what the test says.</summary>
    public string SignatureOid { get; set; } = "1.2.840.10045.4.3.2";

    /// <summary>What the unsigned copy says; null: the same.</summary>
    public string? OuterSignatureOid { get; set; }

    public List<Ext> Extensions { get; } = [];

    public CertificateDraft Set(params Ext[] extensions)
    {
        foreach (var extension in extensions)
        {
            Without(extension.Oid);
            Extensions.Add(extension);
        }

        return this;
    }

    public CertificateDraft Without(string oid)
    {
        Extensions.RemoveAll(other => other.Oid == oid);
        return this;
    }

    public byte[] Sign(ECDsa issuer)
    {
        var signed = new AsnWriter(AsnEncodingRules.DER);
        signed.Sequence(() => WriteSigned(signed));
        byte[] text = signed.Encode();
        var digest = SignatureOid == "1.2.840.10045.4.1" ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256;
        byte[] signature = issuer.SignData(text, digest, DSASignatureFormat.Rfc3279DerSequence);
        signature[^1] ^= (byte)(BreakSignature ? 1 : 0);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.Sequence(() =>
        {
            writer.WriteEncodedValue(text);
            new AlgorithmIdentifier(OuterSignatureOid ?? SignatureOid).Encode(writer);
            writer.WriteBitString(signature);
        });
        return writer.Encode();
    }

    private void WriteSigned(AsnWriter writer)
    {
        if (Version > 1)
        {
            writer.Sequence(() => writer.WriteInteger(Version - 1), Ber.Context(0, true));
        }

        writer.WriteInteger(Serial);
        new AlgorithmIdentifier(SignatureOid).Encode(writer);
        writer.WriteEncodedValue(Issuer);
        writer.Sequence(() =>
        {
            if (EncodedStart is not null)
            {
                writer.WriteEncodedValue(EncodedStart);
            }
            else
            {
                WriteTime(writer, Start, HasGeneralizedTimes);
            }

            WriteTime(writer, End, HasGeneralizedTimes);
        });
        writer.WriteEncodedValue(Subject);
        writer.WriteEncodedValue(Key.ExportSubjectPublicKeyInfo());
        if (Extensions.Count > 0)
        {
            writer.Sequence(() => WriteExtensions(writer, Extensions), Ber.Context(3, true));
        }
    }

    public static void WriteExtensions(AsnWriter writer, IEnumerable<Ext> extensions) => writer.Sequence(() =>
    {
        foreach (var extension in extensions)
        {
            writer.Sequence(() =>
            {
                writer.WriteObjectIdentifier(extension.Oid);
                if (extension.IsCritical)
                {
                    writer.WriteBoolean(true);
                }

                writer.WriteOctetString(extension.Value);
            });
        }
    });

    public static void WriteTime(AsnWriter writer, DateTimeOffset time, bool generalized = false)
    {
        if (generalized || time.Year >= 2050)
        {
            writer.WriteGeneralizedTime(time, omitFractionalSeconds: true);
        }
        else
        {
            writer.WriteUtcTime(time);
        }
    }

    public CertificateDraft AsAuthority() => Set(Ext.Basic(true), Ext.Usage(KeyUsages.KeyCertSign | KeyUsages.CrlSign));
}
