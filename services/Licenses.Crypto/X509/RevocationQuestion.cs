using Licenses.Crypto.Asn1;

namespace Licenses.Crypto.X509;

/// <summary>Whose revocation is asked about, and as of when.</summary>
/// <param name="Subject">The certificate.</param>
/// <param name="Issuer">Its issuer, validated.</param>
/// <param name="Anchor">The anchor of the path on which both stand.</param>
/// <param name="At">The time that counts: when the signature is known to have existed.</param>
/// <param name="Now">The time of validation: data from later than this is not believed.</param>
public sealed record RevocationQuestion(
    Certificate Subject, Certificate Issuer, TrustAnchor Anchor, DateTimeOffset At, DateTimeOffset Now)
{
    /// <summary>How old an answer may be, whether its source would let it stand longer or does not say; null: no limit of our own.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>How old one may be that does not say how long it stands; null: as old as any other.</summary>
    public TimeSpan? MaxAgeWithoutEnd { get; init; }

    /// <summary>
    /// Since when an OCSP answer or a list is proven to exist; null: nothing is known to be older than the time of
    /// validation. Whoever has got an ended key may date what it signs as he likes.
    /// </summary>
    public Func<object, DateTimeOffset>? ExistedBy { get; init; }

    /// <summary>
    /// Beside the data that is asked: lists that say whether whoever signed an OCSP answer may answer. They speak about
    /// the subject itself no word. Null: none.
    /// </summary>
    public RevocationMaterial? AboutSigners { get; init; }

    /// <summary>
    /// When what the subject signed was used, where that is known: a list that was in force then settles the question.
    /// Null: it is used at the time of validation.
    /// </summary>
    internal DateTimeOffset? UsedAt { get; init; }

    /// <summary>
    /// Whether an answer as of a time settles the question: given after the time that counts, or still fresh when it is used
    /// (EN 319 102-1, 5.2.5). One that does not say how long it stands is fresh within a maximum age alone.
    /// </summary>
    internal bool IsSettledBy(DateTimeOffset asOf, DateTimeOffset? nextUpdate)
    {
        var used = UsedAt ?? Now;
        var oldest = nextUpdate is null ? MaxAgeWithoutEnd ?? MaxAge : MaxAge;
        bool isInForce = nextUpdate is { } next ? next >= used : oldest is not null;
        return asOf >= At || (isInForce && (oldest is not { } age || used - asOf <= age));
    }

    /// <summary>The time by which an answer or a list is known to have existed.</summary>
    internal DateTimeOffset TimeOf(object data) => ExistedBy?.Invoke(data) ?? Now;

    /// <summary>What the judging may cost that this is a part of; null: this question is all of it.</summary>
    public WorkBudget? Work { get; init; }

    /// <summary>
    /// Why data signed with an algorithm by a key, and existing since a time, clears nobody; null where it may. It may
    /// revoke in any case.
    /// </summary>
    public Func<AlgorithmIdentifier, SubjectPublicKeyInfo, DateTimeOffset, string?>? Constraint { get; init; }

    /// <summary>Judges what signed an answer or a list, and what certified its signer where that is not the issuer.</summary>
    internal string? Refuse(object data, AlgorithmIdentifier algorithm, Certificate signer) =>
        Constraint?.Invoke(algorithm, signer.PublicKey, TimeOf(data))
        ?? (signer.Equals(Issuer) || signer.Equals(Anchor.Certificate)
            ? null
            : Constraint?.Invoke(signer.SignatureAlgorithm, signer.PublicKey, TimeOf(data)));
}
