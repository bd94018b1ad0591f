using System.Formats.Asn1;
using System.Security.Cryptography;
using Licenses.Crypto.Asn1;
using Licenses.Crypto.X509;

namespace Licenses.Tests.Trust;

/// <summary>A CRL before it is signed: every field may be made wrong.</summary>
internal sealed class ListDraft
{
    public required byte[] Issuer { get; set; }

    public DateTimeOffset ThisUpdate { get; set; } = Entity.Now.AddDays(-1);

    public DateTimeOffset? NextUpdate { get; set; } = Entity.Now.AddDays(6);

    public bool HasGeneralizedTimes { get; set; }

    public bool BreakSignature { get; set; }

    public List<Ext> Extensions { get; } = [Ext.Number(Oids.CrlNumber, 10)];

    public List<(byte[] Serial, Ext[] Extensions)> Entries { get; } = [];

    public ListDraft Set(params Ext[] extensions)
    {
        foreach (var extension in extensions)
        {
            Extensions.RemoveAll(other => other.Oid == extension.Oid);
            Extensions.Add(extension);
        }

        return this;
    }

    public ListDraft Revoke(Entity entity, RevocationReason? reason = null, params Ext[] extensions)
    {
        Ext[] why = reason is { } known
            ? [Ext.Make(Oids.ReasonCode, false, writer => writer.WriteEnumeratedValue(known)), .. extensions]
            : extensions;
        Entries.Add((entity.Certificate.SerialBytes.ToArray(), why));
        return this;
    }

    /// <summary>A delta over a base.</summary>
    public ListDraft Delta(long baseNumber, long number = 11) =>
        Set(Ext.Number(Oids.CrlNumber, number), Ext.Number(Oids.DeltaCrlIndicator, baseNumber, critical: true));

    public byte[] Sign(ECDsa key)
    {
        var algorithm = new AlgorithmIdentifier("1.2.840.10045.4.3.2");
        var signed = new AsnWriter(AsnEncodingRules.DER);
        signed.Sequence(() => WriteSigned(signed, algorithm));
        byte[] text = signed.Encode();
        byte[] signature = key.SignData(text, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        signature[^1] ^= (byte)(BreakSignature ? 1 : 0);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.Sequence(() =>
        {
            writer.WriteEncodedValue(text);
            algorithm.Encode(writer);
            writer.WriteBitString(signature);
        });
        return writer.Encode();
    }

    private void WriteSigned(AsnWriter writer, AlgorithmIdentifier algorithm)
    {
        writer.WriteInteger(1);
        algorithm.Encode(writer);
        writer.WriteEncodedValue(Issuer);
        CertificateDraft.WriteTime(writer, ThisUpdate, HasGeneralizedTimes);
        if (NextUpdate is { } next)
        {
            CertificateDraft.WriteTime(writer, next, HasGeneralizedTimes);
        }

        if (Entries.Count > 0)
        {
            writer.Sequence(() => Entries.ForEach(entry => writer.Sequence(() =>
            {
                writer.WriteInteger(entry.Serial);
                CertificateDraft.WriteTime(writer, Entity.Now.AddDays(-3));
                if (entry.Extensions.Length > 0)
                {
                    CertificateDraft.WriteExtensions(writer, entry.Extensions);
                }
            })));
        }

        writer.Sequence(() => CertificateDraft.WriteExtensions(writer, Extensions), Ber.Context(0, true));
    }
}
