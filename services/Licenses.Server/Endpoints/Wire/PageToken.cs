using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Licenses.Server.Endpoints.Wire;

/// <summary>
/// Where a list goes on, as an opaque text of bounded length. It is bound to the list that gave it, and grants nothing:
/// whoever sends one is authorised as for the first page.
/// </summary>
internal static class PageToken
{
    private const byte Version = 1;
    private const int ScopeBytes = 8;
    private const int MostCursorBytes = 64;
    private const int MostCharacters = 128;

    public static string Write(string scope, string cursor)
    {
        var text = Encoding.UTF8.GetBytes(cursor);
        if (text.Length > MostCursorBytes)
        {
            throw new ArgumentException($"A cursor has at most {MostCursorBytes} bytes.", nameof(cursor));
        }

        return Base64Url.EncodeToString([Version, .. ScopeMark(scope), .. text]);
    }

    /// <summary>The cursor; null where the text was not given by this list.</summary>
    public static string? Read(string scope, string token)
    {
        if (token.Length > MostCharacters || !Base64Url.IsValid(token))
        {
            return null;
        }

        var bytes = Base64Url.DecodeFromChars(token);
        return bytes.Length is > 1 + ScopeBytes and <= 1 + ScopeBytes + MostCursorBytes && bytes[0] == Version
            && bytes.AsSpan(1, ScopeBytes).SequenceEqual(ScopeMark(scope))
                ? Encoding.UTF8.GetString(bytes, 1 + ScopeBytes, bytes.Length - 1 - ScopeBytes)
                : null;
    }

    private static ReadOnlySpan<byte> ScopeMark(string scope) => SHA256.HashData(Encoding.UTF8.GetBytes(scope)).AsSpan(0, ScopeBytes);
}
