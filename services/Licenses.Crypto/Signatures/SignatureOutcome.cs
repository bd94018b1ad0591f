namespace Licenses.Crypto.Signatures;

/// <summary>What became of a signature value. Only Valid is a yes.</summary>
public enum SignatureOutcome
{
    Invalid,
    Malformed,
    Unsupported,
    Valid,
}
