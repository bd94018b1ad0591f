using System.Formats.Asn1;
using Licenses.Crypto.Asn1;
using Licenses.Crypto.Signatures;
using Licenses.Crypto.X509;

namespace Licenses.Crypto.Ocsp;

// OCSPResponse ::= SEQUENCE { responseStatus ENUMERATED, responseBytes [0] EXPLICIT SEQUENCE {
//   responseType OBJECT IDENTIFIER, response OCTET STRING } OPTIONAL }
// BasicOCSPResponse ::= SEQUENCE { tbsResponseData ResponseData, signatureAlgorithm AlgorithmIdentifier,
//   signature BIT STRING, certs [0] EXPLICIT SEQUENCE OF Certificate OPTIONAL }
// ResponseData ::= SEQUENCE { version [0] EXPLICIT INTEGER DEFAULT v1, responderID CHOICE { byName [1] Name,
//   byKey [2] OCTET STRING }, producedAt GeneralizedTime, responses SEQUENCE OF SingleResponse,
//   responseExtensions [1] EXPLICIT Extensions OPTIONAL }  -- RFC 6960, 4.2.1
/// <summary>A successful OCSP response of the basic type. Nothing in it is trusted before its signer is.</summary>
public sealed class OcspResponse
{
    public const int LargestSize = 1024 * 1024;

    private SignedText _text = null!;
    private ILookup<ReadOnlyMemory<byte>, OcspAnswer> _bySerial = null!;

    private OcspResponse()
    {
    }

    public ReadOnlyMemory<byte> Encoded { get; private init; }

    public ReadOnlyMemory<byte> Signed { get; private init; }

    public AlgorithmIdentifier SignatureAlgorithm { get; private init; } = null!;

    public ReadOnlyMemory<byte> SignatureValue { get; private init; }

    public ImmutableArray<Certificate> Certificates { get; private init; } = [];

    public DistinguishedName? ResponderName { get; private set; }

    public ReadOnlyMemory<byte>? ResponderKey { get; private set; }

    public DateTimeOffset ProducedAt { get; private set; }

    public ImmutableArray<OcspAnswer> Answers { get; private set; } = [];

    public ImmutableArray<Extension> Extensions { get; private set; } = [];

    /// <summary>Reads an OCSPResponse, or the BasicOCSPResponse alone, as CMS attributes hold it.</summary>
    /// <exception cref="OcspFormatException">The bytes are neither, or the responder reports an error.</exception>
    public static OcspResponse Decode(ReadOnlyMemory<byte> encoded)
    {
        if (encoded.Length > LargestSize)
        {
            throw new OcspFormatException($"An OCSP response of more than {LargestSize} bytes", LargestSize);
        }

        try
        {
            var reader = Ber.Open(encoded);
            var sequence = reader.ReadSequence();
            reader.ThrowIfNotEmpty();
            return sequence.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence)
                ? ReadBasic(sequence, encoded)
                : ReadBasic(Unwrap(sequence), encoded);
        }
        catch (AsnContentException e)
        {
            throw new OcspFormatException("Not an OCSP response: " + e.Message, Ber.FirstFault(encoded.Span), e);
        }
    }

    /// <summary>Whether a certificate is the one that the response says signed it.</summary>
    public bool IsBy(Certificate responder)
    {
        ArgumentNullException.ThrowIfNull(responder);
        return ResponderName is not null
            ? responder.SubjectName.Equals(ResponderName)
            : ResponderKey is { } key && key.Span.SequenceEqual(responder.PublicKey.Identifier());
    }

    /// <summary>Whether this key signed the response; it is digested once for all keys.</summary>
    public bool IsSignedBy(SubjectPublicKeyInfo key) => _text.IsSignedBy(key);

    /// <summary>The same, within what a judging may cost: what is not checked any more is not signed.</summary>
    public bool IsSignedBy(SubjectPublicKeyInfo key, WorkBudget work) => _text.IsSignedBy(key, work);

    /// <summary>How often the response was digested so far.</summary>
    internal int Digestings => _text.Digestings;

    /// <summary>What the response says about a certificate under exactly this issuer key, in the order in which it does.</summary>
    public IEnumerable<OcspAnswer> About(Certificate subject, Certificate issuer)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(issuer);
        var names = new CertificateNames(subject, issuer); // digested once, not once per answer
        return _bySerial[subject.SerialBytes].Where(answer => names.AreIn(answer.Id));
    }

    private static AsnReader Unwrap(AsnReader response)
    {
        byte status = response.ReadEnumeratedBytes().Span[0];
        if (status != 0)
        {
            throw new AsnContentException($"The responder answers with status {status}.");
        }

        var bytes = response.ReadSequence(Ber.Context(0, true)).ReadSequence();
        string type = bytes.ReadObjectIdentifier();
        return type == Oids.OcspBasic
            ? Ber.Open(Ber.ReadOctets(bytes)).ReadSequence()
            : throw new AsnContentException($"The response is of the type {type}.");
    }

    private static OcspResponse ReadBasic(AsnReader basic, ReadOnlyMemory<byte> encoded)
    {
        var signed = basic.PeekEncodedValue();
        var data = basic.ReadSequence();
        var response = new OcspResponse
        {
            Encoded = encoded,
            Signed = signed,
            SignatureAlgorithm = AlgorithmIdentifier.Decode(basic),
            SignatureValue = Ber.ReadWholeBytes(basic),
            Certificates = Ber.NextIs(basic, 0) ? ReadCertificates(basic.ReadSequence(Ber.Context(0, true))) : [],
        };
        basic.ThrowIfNotEmpty();
        response.ReadData(data);
        response._text = new SignedText(signed, response.SignatureAlgorithm, response.SignatureValue);
        response._bySerial = response.Answers.ToLookup(answer => answer.Id.SerialBytes, OctetComparer.Instance);
        return response;
    }

    private static ImmutableArray<Certificate> ReadCertificates(AsnReader wrapper)
    {
        var sequence = wrapper.ReadSequence();
        var certificates = ImmutableArray.CreateBuilder<Certificate>(1);
        while (sequence.HasData)
        {
            try
            {
                certificates.Add(Certificate.Decode(sequence.ReadEncodedValue()));
            }
            catch (CertificateFormatException)
            {
                continue; // an offer that cannot be read is no offer
            }
        }

        return certificates.ToImmutable();
    }

    private void ReadData(AsnReader data)
    {
        if (Ber.NextIs(data, 0))
        {
            data.ReadEncodedValue();
        }

        if (Ber.NextIs(data, 1))
        {
            ResponderName = DistinguishedName.Decode(data.ReadSequence(Ber.Context(1, true)));
        }
        else
        {
            ResponderKey = Ber.ReadOctets(data.ReadSequence(Ber.Context(2, true)));
        }

        ProducedAt = Certificate.ReadGeneralizedTime(data);
        var responses = data.ReadSequence();
        var answers = ImmutableArray.CreateBuilder<OcspAnswer>(1);
        while (responses.HasData)
        {
            answers.Add(OcspAnswer.Decode(responses));
        }

        Answers = answers.ToImmutable();
        if (Ber.NextIs(data, 1))
        {
            Extensions = Extension.DecodeList(data.ReadSequence(Ber.Context(1, true)));
            OcspAnswer.RefuseCritical(Extensions);
        }

        data.ThrowIfNotEmpty();
    }
}
