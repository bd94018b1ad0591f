namespace Licenses.Server.Keys.Pkcs11;

/// <summary>A call into a token's library did not succeed.</summary>
internal sealed class Pkcs11Exception(string function, nuint result)
    : Exception($"{function}: {Cryptoki.NameOf(result)}")
{
    /// <summary>The CK_RV that the call gave.</summary>
    public nuint Result { get; } = result;
}
