using Licenses.Crypto;

namespace Licenses.Testing.Attacks;

/// <summary>A document that somebody might bring, and what must be said of it.</summary>
/// <param name="Name">Stable, in kebab case: a vector's file name.</param>
/// <param name="Rule">The rule of verification that decides, R1 to R25.</param>
/// <param name="Pades">The worst verdict on its signatures where the document's own permissions count.</param>
/// <param name="Strict">The same where nothing but validation data may follow a seal.</param>
/// <param name="Check">A finding that must be among those of the worst verdict; null where none is named.</param>
/// <param name="Build">Makes it.</param>
public sealed record AttackCase(
    string Name, string Rule, Verdict Pades, Verdict Strict, string? Check, Func<Task<byte[]>> Build)
{
    /// <summary>Refused under both policies, with this finding.</summary>
    public static AttackCase Refused(string name, string rule, string check, Func<Task<byte[]>> build) =>
        new(name, rule, Verdict.Failed, Verdict.Failed, check, build);

    /// <summary>Honest under the document's own permissions, and too much for a sealed license.</summary>
    public static AttackCase HonestButLate(string name, string rule, string check, Func<Task<byte[]>> build) =>
        new(name, rule, Verdict.Passed, Verdict.Failed, check, build);

    /// <summary>Honest.</summary>
    public static AttackCase Honest(string name, string rule, Func<Task<byte[]>> build) =>
        new(name, rule, Verdict.Passed, Verdict.Passed, null, build);

    public override string ToString() => $"{Rule} {Name}";
}
