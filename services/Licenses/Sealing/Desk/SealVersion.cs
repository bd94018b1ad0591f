namespace Licenses.Sealing.Desk;

/// <summary>A draft of a seal, and what was made of it.</summary>
/// <param name="SealId">The seal.</param>
/// <param name="Number">From 1.</param>
/// <param name="Draft">What was asked for.</param>
/// <param name="Made">What was made; null while nobody approved it, or for ever.</param>
public sealed record SealVersion(string SealId, int Number, SealDraft Draft, MadeSeal? Made);

/// <summary>A made seal.</summary>
/// <param name="Encoded">The SESeal.</param>
/// <param name="Sha256">Its SHA-256, by which a signature's seal is found again.</param>
/// <param name="At">When it was made.</param>
/// <param name="EndedAt">When another version took its place; null while it is the current one.</param>
public sealed record MadeSeal(
    ReadOnlyMemory<byte> Encoded, ReadOnlyMemory<byte> Sha256, DateTimeOffset At, DateTimeOffset? EndedAt);
