using Licenses.Crypto.Sm;

namespace Licenses.Crypto.Signatures;

/// <summary>The outcome, and the OID that stood in the way where it is Unsupported.</summary>
/// <param name="Outcome">What became of the value.</param>
/// <param name="Oid">What is not supported.</param>
/// <param name="Form">How an SM2 signature departs from DER; anything but Der is there only where it was tolerated.</param>
public readonly record struct SignatureCheck(
    SignatureOutcome Outcome, string? Oid = null, Sm2SignatureForm Form = Sm2SignatureForm.Der)
{
    public static readonly SignatureCheck Valid = new(SignatureOutcome.Valid);
    public static readonly SignatureCheck Invalid = new(SignatureOutcome.Invalid);
    public static readonly SignatureCheck Malformed = new(SignatureOutcome.Malformed);

    public bool IsValid => Outcome == SignatureOutcome.Valid;

    public static SignatureCheck Unsupported(string oid) => new(SignatureOutcome.Unsupported, oid);

    internal static SignatureCheck Of(bool valid) => valid ? Valid : Invalid;
}
