using Licenses.Crypto.Signatures;

namespace Licenses.Server.Keys.Pkcs11;

/// <summary>A PKCS #11 token (a smart card, a hardware security module, SoftHSM) and the sealing keys on it.</summary>
internal sealed class TokenOptions
{
    /// <summary>The token's library, a shared object from its maker.</summary>
    public string Module { get; set; } = "";

    /// <summary>The token's label, as C_GetTokenInfo tells it, without the spaces behind.</summary>
    public string Label { get; set; } = "";

    /// <summary>File whose first line is the user PIN; empty for a token with a PIN pad of its own.</summary>
    public string PinFile { get; set; } = "";

    /// <summary>Signatures that the token makes at the same time.</summary>
    public int Sessions { get; set; } = 4;

    /// <summary>Callers that may wait for a session; one more is told at once that the key is busy.</summary>
    public int Queue { get; set; } = 256;

    /// <summary>How long a caller waits for a signature, the wait for a session included.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How it signs with SM2 keys.</summary>
    public TokenSm2Options Sm2 { get; set; } = new();

    public List<TokenKeyOptions> Keys { get; set; } = [];

    /// <summary>What is wrong, each with its name.</summary>
    public IEnumerable<string> Failures()
    {
        if (Module.Length == 0 || Label.Length == 0 || Keys.Count == 0)
        {
            yield return "Keys:Tokens: Module, Label and Keys are required.";
        }

        if (Sessions is < 1 or > 256 || Queue is < 0 or > 100_000)
        {
            yield return $"Keys:Tokens: '{Label}': Sessions is from 1 to 256, Queue from 0 to 100000.";
        }

        if (Timeout <= TimeSpan.Zero || Timeout > TimeSpan.FromMinutes(5))
        {
            yield return $"Keys:Tokens: '{Label}': Timeout is above zero and at most five minutes.";
        }

        if (!Sm2.TryReadMechanism(out _))
        {
            yield return $"Keys:Tokens: '{Label}': Sm2:Mechanism is a vendor-defined CKM number from 0x80000000, not '{Sm2.Mechanism}'.";
        }

        foreach (var path in Keys.Select(key => key.Certificates).Append(PinFile).Where(path => path.Length > 0))
        {
            if (!File.Exists(path))
            {
                yield return $"Keys:Tokens: there is no file '{path}'.";
            }
        }

        foreach (var key in Keys.Where(key => key.Label.Length == 0 && key.Id.Length == 0))
        {
            yield return $"Keys:Tokens: '{Label}': each key needs a Label or an Id.";
        }

        foreach (var key in Keys.Where(key => !SealAlgorithm.IsName(key.Algorithm) || (key.UsePss && key.Algorithm.Length > 0)))
        {
            yield return $"Keys:Tokens: '{Label}': Algorithm is one of {string.Join(", ", SealAlgorithm.Names)}, and UsePss is not set beside it.";
        }

        foreach (var key in Keys.Where(key => key.Id.Length % 2 != 0 || !key.Id.All(char.IsAsciiHexDigit)))
        {
            yield return $"Keys:Tokens: '{Label}': the Id '{key.Id}' is not hexadecimal.";
        }
    }
}

/// <summary>One key of a token.</summary>
internal sealed class TokenKeyOptions
{
    /// <summary>CKA_LABEL of the private key, and of its certificate where that is on the token.</summary>
    public string Label { get; set; } = "";

    /// <summary>CKA_ID in hexadecimal; may be left out where the label names one key only.</summary>
    public string Id { get; set; } = "";

    /// <summary>PEM file: the key's certificate, then those above it; empty to read the certificate from the token.</summary>
    public string Certificates { get; set; } = "";

    /// <summary>
    /// How it signs where its key allows several ways: RSA-SHA256 (RSA keys' default), RSA-SHA384, RSA-SHA512, RSA-PSS-SHA256,
    /// RSA-PSS-SHA384, RSA-PSS-SHA512; ECDSA-SHA256, ECDSA-SHA384, ECDSA-SHA512 (default: of the curve's size); SM2-SM3. Empty
    /// for the default; one that does not fit the key keeps the server from starting.
    /// </summary>
    public string Algorithm { get; set; } = "";

    /// <summary>RSA keys sign with PSS in place of PKCS#1 v1.5: the same as the Algorithm RSA-PSS-SHA256.</summary>
    public bool UsePss { get; set; }

    /// <summary>Credit code of the organisation that the certificate must name; empty to take it from there.</summary>
    public string Organisation { get; set; } = "";
}
