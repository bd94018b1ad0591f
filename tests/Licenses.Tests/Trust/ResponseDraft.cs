using System.Formats.Asn1;
using System.Security.Cryptography;
using Licenses.Crypto.Asn1;
using Licenses.Crypto.Ocsp;
using Licenses.Crypto.X509;

namespace Licenses.Tests.Trust;

/// <summary>An OCSP response before it is signed: every field may be made wrong.</summary>
internal sealed class ResponseDraft
{
    public required Entity Responder { get; set; }

    public bool IsByKey { get; set; }

    public DateTimeOffset ProducedAt { get; set; } = Entity.Now.AddHours(-1);

    public List<Ext> Extensions { get; } = [];

    public List<Entity> Certificates { get; } = [];

    public bool BreakSignature { get; set; }

    private readonly List<Action<AsnWriter>> _answers = [];

    public ResponseDraft Good(
        Entity subject, Entity issuer, TimeSpan? age = null, TimeSpan? lasting = null, HashAlgorithmName? digest = null, Ext? extension = null) =>
        Answer(subject, issuer, writer => writer.WriteNull(Ber.Context(0)), age, lasting ?? TimeSpan.FromDays(1), digest, extension);

    public ResponseDraft Unknown(Entity subject, Entity issuer) =>
        Answer(subject, issuer, writer => writer.WriteNull(Ber.Context(2)), null, TimeSpan.FromDays(1), null, null);

    public ResponseDraft Revoked(
        Entity subject, Entity issuer, TimeSpan? age = null, RevocationReason reason = RevocationReason.KeyCompromise, TimeSpan? since = null) => Answer(
        subject, issuer,
        writer => writer.Sequence(
            () =>
            {
                writer.WriteGeneralizedTime(Entity.Now - (since ?? TimeSpan.FromDays(10)), omitFractionalSeconds: true);
                writer.Sequence(() => writer.WriteEnumeratedValue(reason), Ber.Context(0, true));
            },
            Ber.Context(1, true)),
        age, TimeSpan.FromDays(1), null, null);

    public ResponseDraft Endless(Entity subject, Entity issuer) =>
        Answer(subject, issuer, writer => writer.WriteNull(Ber.Context(0)), null, null, null, null);

    public byte[] Sign()
    {
        var data = new AsnWriter(AsnEncodingRules.DER);
        data.Sequence(() => WriteData(data));
        byte[] text = data.Encode();
        byte[] signature = Responder.Key.SignData(text, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        signature[^1] ^= (byte)(BreakSignature ? 1 : 0);
        var basic = new AsnWriter(AsnEncodingRules.DER);
        basic.Sequence(() =>
        {
            basic.WriteEncodedValue(text);
            new AlgorithmIdentifier("1.2.840.10045.4.3.2").Encode(basic);
            basic.WriteBitString(signature);
            if (Certificates.Count > 0)
            {
                basic.Sequence(
                    () => basic.Sequence(() => Certificates.ForEach(entity => basic.WriteEncodedValue(entity.Encoded))), Ber.Context(0, true));
            }
        });
        var response = new AsnWriter(AsnEncodingRules.DER);
        response.Sequence(() =>
        {
            response.WriteEncodedValue([0x0A, 1, 0]);
            response.Sequence(
                () => response.Sequence(() =>
                {
                    response.WriteObjectIdentifier(Oids.OcspBasic);
                    response.WriteOctetString(basic.Encode());
                }), Ber.Context(0, true));
        });
        return response.Encode();
    }

    private ResponseDraft Answer(
        Entity subject, Entity issuer, Action<AsnWriter> status, TimeSpan? age, TimeSpan? lasting, HashAlgorithmName? digest, Ext? extension)
    {
        var id = CertificateId.Of(subject.Certificate, issuer.Certificate, digest ?? HashAlgorithmName.SHA256);
        var asOf = Entity.Now - (age ?? TimeSpan.FromHours(1));
        _answers.Add(writer => writer.Sequence(() =>
        {
            writer.Sequence(() =>
            {
                id.Algorithm.Encode(writer);
                writer.WriteOctetString(id.NameHash.Span);
                writer.WriteOctetString(id.KeyHash.Span);
                writer.WriteInteger(id.SerialBytes.Span);
            });
            status(writer);
            writer.WriteGeneralizedTime(asOf, omitFractionalSeconds: true);
            if (lasting is { } time)
            {
                writer.Sequence(() => writer.WriteGeneralizedTime(asOf + time, omitFractionalSeconds: true), Ber.Context(0, true));
            }

            if (extension is not null)
            {
                writer.Sequence(() => CertificateDraft.WriteExtensions(writer, [extension]), Ber.Context(1, true));
            }
        }));
        return this;
    }

    private void WriteData(AsnWriter writer)
    {
        if (IsByKey)
        {
            writer.Sequence(() => writer.WriteOctetString(Responder.Certificate.PublicKey.Identifier()), Ber.Context(2, true));
        }
        else
        {
            writer.Sequence(() => writer.WriteEncodedValue(Responder.Name), Ber.Context(1, true));
        }

        writer.WriteGeneralizedTime(ProducedAt, omitFractionalSeconds: true);
        writer.Sequence(() => _answers.ForEach(answer => answer(writer)));
        if (Extensions.Count > 0)
        {
            writer.Sequence(() => CertificateDraft.WriteExtensions(writer, Extensions), Ber.Context(1, true));
        }
    }
}
