using Licenses.Crypto.X509;

namespace Licenses.Trust;

/// <summary>What long-term validation needs, is not at hand, and may be published by an issuer.</summary>
/// <param name="What">It, in one phrase.</param>
internal abstract record EvidenceWish(LocalizedText What)
{
    /// <summary>Whether a certificate is revoked.</summary>
    /// <param name="Subject">The certificate.</param>
    /// <param name="Issuer">Who certified it.</param>
    /// <param name="At">The time that counts.</param>
    /// <param name="What">It, in one phrase.</param>
    public sealed record Status(Certificate Subject, Certificate Issuer, DateTimeOffset At, LocalizedText What)
        : EvidenceWish(What)
    {
        /// <summary>A responder's own status is not asked of a responder: who got its key would answer for it.</summary>
        public bool ByListOnly { get; init; }

        /// <summary>The data must be of this time or later; null: in force is enough.</summary>
        public DateTimeOffset? NewerThan { get; init; }
    }

    /// <summary>The certificate of who certified a certificate.</summary>
    public sealed record IssuerOf(Certificate Subject, LocalizedText What) : EvidenceWish(What);
}
