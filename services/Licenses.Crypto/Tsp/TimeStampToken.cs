using System.Formats.Asn1;
using System.Security.Cryptography;
using Licenses.Crypto.Asn1;
using Licenses.Crypto.Cms;
using Licenses.Crypto.Signatures;

namespace Licenses.Crypto.Tsp;

/// <summary>An RFC 3161 token: a CMS message whose content is a TSTInfo.</summary>
public sealed class TimeStampToken
{
    private TimeStampToken(SignedData message, TstInfo info)
    {
        Message = message;
        Info = info;
    }

    public SignedData Message { get; }

    public TstInfo Info { get; }

    public ReadOnlyMemory<byte> Encoded => Message.Encoded;

    /// <summary>What the imprint was computed with; null where unknown.</summary>
    public HashAlgorithmName? ImprintDigest => DigestAlgorithms.Find(Info.Imprint.Algorithm.Oid);

    /// <exception cref="CmsFormatException">The bytes are not a timestamp token.</exception>
    public static TimeStampToken Decode(ReadOnlyMemory<byte> encoded) => From(SignedData.Decode(encoded));

    /// <exception cref="CmsFormatException">The message is not a timestamp token.</exception>
    public static TimeStampToken From(SignedData message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (message.ContentType != Oids.TstInfo || message.Content is not { } content)
        {
            throw new CmsFormatException($"The message holds {message.ContentType}, not a TSTInfo", 0);
        }

        try
        {
            return new TimeStampToken(message, TstInfo.Decode(content));
        }
        catch (AsnContentException e)
        {
            throw new CmsFormatException("Not a TSTInfo: " + e.Message, Ber.FirstFault(content.Span), e);
        }
    }

    /// <summary>R24: verifies the token's own signature, and that it is about the bytes that are digested here.</summary>
    /// <param name="digestOf">Digests what the token should be about; null where it cannot compute that digest.</param>
    public CmsCheck Verify(Func<HashAlgorithmName, byte[]?> digestOf)
    {
        ArgumentNullException.ThrowIfNull(digestOf);
        var check = CmsVerifier.VerifyDetached(Message, _ => null, CmsProfile.TimeStamp);
        var imprint = VerifyImprint(digestOf);
        return check with
        {
            Intact = check.Intact && imprint.Verdict == Verdict.Passed,
            Findings = check.Findings.Add(imprint),
        };
    }

    /// <summary>Verifies a signature timestamp, whose imprint is over the octets of the signature value.</summary>
    public CmsCheck VerifyOver(ReadOnlyMemory<byte> signatureValue) =>
        Verify(name => DigestAlgorithms.TryHash(name, signatureValue.Span));

    private Finding VerifyImprint(Func<HashAlgorithmName, byte[]?> digestOf)
    {
        if (ImprintDigest is not { } digest || digestOf(digest) is not { } actual)
        {
            return new Finding(
                "TIMESTAMP_IMPRINT", Verdict.Indeterminate,
                $"The timestamp's digest {Info.Imprint.Algorithm.Oid} cannot be computed here.",
                null, SubIndication.CryptoConstraintsFailure, $"无法计算时间戳所用的摘要 {Info.Imprint.Algorithm.Oid}。");
        }

        return CryptographicOperations.FixedTimeEquals(actual, Info.Imprint.Digest.Span)
            ? new Finding("TIMESTAMP_IMPRINT", Verdict.Passed, "The timestamp is about these bytes.", "时间戳对应的正是这些数据。")
            : new Finding(
                "TIMESTAMP_IMPRINT", Verdict.Failed, "The timestamp is about other bytes.",
                null, SubIndication.HashFailure, "时间戳对应的不是这些数据。");
    }
}
