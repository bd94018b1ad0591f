namespace Licenses.Crypto.Signatures;

/// <summary>The outcome, and the OID that stood in the way where it is Unsupported.</summary>
public readonly record struct SignatureCheck(SignatureOutcome Outcome, string? Oid = null)
{
    public static readonly SignatureCheck Valid = new(SignatureOutcome.Valid);
    public static readonly SignatureCheck Invalid = new(SignatureOutcome.Invalid);
    public static readonly SignatureCheck Malformed = new(SignatureOutcome.Malformed);

    public bool IsValid => Outcome == SignatureOutcome.Valid;

    public static SignatureCheck Unsupported(string oid) => new(SignatureOutcome.Unsupported, oid);

    internal static SignatureCheck Of(bool valid) => valid ? Valid : Invalid;
}
