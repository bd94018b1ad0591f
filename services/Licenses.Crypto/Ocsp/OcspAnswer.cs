using System.Formats.Asn1;
using Licenses.Crypto.Asn1;
using Licenses.Crypto.X509;

namespace Licenses.Crypto.Ocsp;

// SingleResponse ::= SEQUENCE { certID CertID, certStatus CHOICE { good [0] IMPLICIT NULL,
//   revoked [1] IMPLICIT SEQUENCE { revocationTime GeneralizedTime, revocationReason [0] EXPLICIT CRLReason OPTIONAL },
//   unknown [2] IMPLICIT NULL }, thisUpdate GeneralizedTime, nextUpdate [0] EXPLICIT GeneralizedTime OPTIONAL,
//   singleExtensions [1] EXPLICIT Extensions OPTIONAL }  -- RFC 6960, 4.2.1
/// <summary>What a responder says about one certificate.</summary>
/// <param name="Id">Which certificate.</param>
/// <param name="IsGood">Not revoked, as far as the responder knows.</param>
/// <param name="RevokedAt">Since when it is revoked; null where it is not. Neither good nor revoked is unknown.</param>
/// <param name="Reason">Why it is revoked.</param>
/// <param name="ThisUpdate">When this was known.</param>
/// <param name="NextUpdate">Until when it may stand.</param>
public sealed record OcspAnswer(
    CertificateId Id,
    bool IsGood,
    DateTimeOffset? RevokedAt,
    RevocationReason Reason,
    DateTimeOffset ThisUpdate,
    DateTimeOffset? NextUpdate)
{
    /// <summary>The responder still knows of certificates that ended then or later; null: only of those that have not ended.</summary>
    public DateTimeOffset? ArchiveCutoff { get; init; }

    /// <summary>Whether the responder would still know of a revocation: once a certificate has ended, it may have forgotten it.</summary>
    public bool StillKnows(Certificate subject) => ThisUpdate <= subject.NotAfter || ArchiveCutoff <= subject.NotAfter;

    internal static OcspAnswer Decode(AsnReader reader)
    {
        var sequence = reader.ReadSequence();
        var id = CertificateId.Decode(sequence);
        bool good = Ber.NextIs(sequence, 0);
        DateTimeOffset? revokedAt = null;
        var reason = RevocationReason.Unspecified;
        if (Ber.NextIs(sequence, 1))
        {
            var revoked = sequence.ReadSequence(Ber.Context(1, true));
            revokedAt = Certificate.ReadGeneralizedTime(revoked);
            if (Ber.NextIs(revoked, 0))
            {
                reason = revoked.ReadSequence(Ber.Context(0, true)).ReadEnumeratedValue<RevocationReason>();
            }
        }
        else
        {
            sequence.ReadEncodedValue();
        }

        var thisUpdate = Certificate.ReadGeneralizedTime(sequence);
        DateTimeOffset? nextUpdate = Ber.NextIs(sequence, 0)
            ? Certificate.ReadGeneralizedTime(sequence.ReadSequence(Ber.Context(0, true)))
            : null;
        DateTimeOffset? cutoff = null;
        if (Ber.NextIs(sequence, 1))
        {
            var extensions = Extension.DecodeList(sequence.ReadSequence(Ber.Context(1, true)));
            RefuseCritical(extensions);
            cutoff = ReadCutoff(extensions);
        }

        sequence.ThrowIfNotEmpty();
        return new OcspAnswer(id, good, revokedAt, reason, thisUpdate, nextUpdate) { ArchiveCutoff = cutoff };
    }

    // ArchiveCutoff ::= GeneralizedTime  -- RFC 6960, 4.4.4
    private static DateTimeOffset? ReadCutoff(ImmutableArray<Extension> extensions) =>
        extensions.FirstOrDefault(extension => extension.Oid == Oids.OcspArchiveCutoff) is { } cutoff
            ? Certificate.ReadGeneralizedTime(Ber.Open(cutoff.Value))
            : null;

    internal static void RefuseCritical(ImmutableArray<Extension> extensions)
    {
        if (extensions.FirstOrDefault(extension => extension.IsCritical && extension.Oid is not (Oids.OcspNonce or Oids.OcspArchiveCutoff)) is { } critical)
        {
            throw new AsnContentException($"The response has the critical extension {critical.Oid}.");
        }
    }
}
