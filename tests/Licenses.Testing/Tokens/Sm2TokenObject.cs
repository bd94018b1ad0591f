using System.Runtime.InteropServices;
using System.Text;

namespace Licenses.Testing.Tokens;

/// <summary>An object on the token: a private key, which lies in a file that only openssl opens, or a certificate.</summary>
internal sealed record Sm2TokenObject(nuint Class, string Label, byte[] Value, string KeyFile)
{
    public bool IsPrivate => KeyFile.Length > 0;

    /// <summary>An attribute by its CKA number; null where the object has none, or keeps it to itself.</summary>
    public byte[]? Read(nuint type) => type switch
    {
        0x0 => MemoryMarshal.AsBytes<nuint>(new[] { Class }).ToArray(),
        0x3 => Encoding.UTF8.GetBytes(Label),
        0x11 => IsPrivate ? null : Value,
        0x162 => [0],
        _ => null,
    };
}
