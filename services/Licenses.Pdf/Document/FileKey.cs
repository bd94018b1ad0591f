using System.Security.Cryptography;
using System.Text;

namespace Licenses.Pdf.Document;

/// <summary>Finds the key of an encrypted file from a password, the user's or the owner's (ISO 32000-2, 7.6.4).</summary>
internal static class FileKey
{
    private static readonly byte[] Padding = Convert.FromHexString("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A");

    /// <summary>The key, and whether the password is the owner's; null where it is neither one.</summary>
    public static (byte[] Key, bool IsOwner)? Find(SecurityHandler handler, string password) => handler.Revision >= 5
        ? FindModern(handler, Encoding.UTF8.GetBytes(password))
        : FindClassic(handler, Encoding.Latin1.GetBytes(password));

    private static (byte[] Key, bool IsOwner)? FindClassic(SecurityHandler handler, byte[] password) =>
        FromUserPassword(handler, UserPasswordOf(handler, Pad(password))) is { } byOwner ? (byOwner, true)
        : FromUserPassword(handler, Pad(password)) is { } byUser ? (byUser, false)
        : null;

    // Algorithms 2, 4, 5 and 6.
    private static byte[]? FromUserPassword(SecurityHandler handler, byte[] padded)
    {
        byte[] permissions = BitConverter.GetBytes(handler.Permissions);
        byte[] unencrypted = handler is { Revision: >= 4, EncryptsMetadata: false } ? [0xFF, 0xFF, 0xFF, 0xFF] : [];
        byte[] key = MD5.HashData([.. padded, .. handler.Owner, .. permissions, .. handler.DocumentId, .. unencrypted]);
        for (int i = 0; handler.Revision >= 3 && i < 50; i++)
        {
            key = MD5.HashData(key.AsSpan(0, handler.KeyLength));
        }

        key = key[..handler.KeyLength];
        if (handler.Revision == 2)
        {
            return Rc4.Apply(key, Padding).AsSpan().SequenceEqual(handler.User) ? key : null;
        }

        byte[] check = MD5.HashData([.. Padding, .. handler.DocumentId]);
        for (int i = 0; i < 20; i++)
        {
            check = Rc4.Apply(Flip(key, i), check);
        }

        return check.AsSpan().SequenceEqual(handler.User.AsSpan(0, 16)) ? key : null;
    }

    // Algorithm 7: the owner's password opens /O, which holds the user's.
    private static byte[] UserPasswordOf(SecurityHandler handler, byte[] padded)
    {
        byte[] key = MD5.HashData(padded);
        for (int i = 0; handler.Revision >= 3 && i < 50; i++)
        {
            key = MD5.HashData(key);
        }

        key = key[..handler.KeyLength];
        byte[] user = handler.Owner;
        for (int i = handler.Revision == 2 ? 0 : 19; i >= 0; i--)
        {
            user = Rc4.Apply(Flip(key, i), user);
        }

        return user;
    }

    // Algorithm 2.A: U and O are a hash (32), a validation salt (8) and a key salt (8).
    private static (byte[] Key, bool IsOwner)? FindModern(SecurityHandler handler, byte[] password)
    {
        password = password.Length > 127 ? password[..127] : password;
        if (Hash(handler, password, handler.Owner.AsSpan(32, 8), handler.User).AsSpan().SequenceEqual(handler.Owner.AsSpan(0, 32)))
        {
            return (Unwrap(Hash(handler, password, handler.Owner.AsSpan(40, 8), handler.User), handler.OwnerKey), true);
        }

        return Hash(handler, password, handler.User.AsSpan(32, 8), []).AsSpan().SequenceEqual(handler.User.AsSpan(0, 32))
            ? (Unwrap(Hash(handler, password, handler.User.AsSpan(40, 8), []), handler.UserKey), false)
            : null;
    }

    // Algorithm 2.B; revision 5 stops after the first hash.
    private static byte[] Hash(SecurityHandler handler, byte[] password, ReadOnlySpan<byte> salt, byte[] user)
    {
        byte[] hash = SHA256.HashData([.. password, .. salt, .. user]);
        for (int round = 0; handler.Revision >= 6; round++)
        {
            byte[] block = [.. password, .. hash, .. user];
            byte[] repeated = new byte[block.Length * 64];
            for (int i = 0; i < 64; i++)
            {
                block.CopyTo(repeated, i * block.Length);
            }

            using var aes = Aes.Create();
            aes.Key = hash[..16];
            byte[] encrypted = aes.EncryptCbc(repeated, hash.AsSpan(16, 16), PaddingMode.None);
            int kind = encrypted.Take(16).Sum(value => value) % 3;
            hash = kind == 0 ? SHA256.HashData(encrypted) : kind == 1 ? SHA384.HashData(encrypted) : SHA512.HashData(encrypted);
            if (round >= 63 && encrypted[^1] <= round - 31)
            {
                break;
            }
        }

        return hash[..32];
    }

    private static byte[] Unwrap(byte[] key, byte[] wrapped)
    {
        using var aes = Aes.Create();
        aes.Key = key;
        return aes.DecryptCbc(wrapped, new byte[16], PaddingMode.None);
    }

    private static byte[] Pad(byte[] password) => [.. password.Concat(Padding).Take(32)];

    private static byte[] Flip(byte[] key, int with) => [.. key.Select(value => (byte)(value ^ with))];
}
