using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Licenses.Crypto.X509;

namespace Licenses.Server.Keys.Pkcs11;

/// <summary>Opens the keys of the configured tokens.</summary>
internal static class TokenKeys
{
    /// <param name="options">The token and its keys.</param>
    /// <param name="pin">Its user PIN, taken over; null for a PIN pad.</param>
    /// <param name="logger">Is told when the token is lost and found.</param>
    /// <returns>The token, for the caller to end, and its keys.</returns>
    /// <exception cref="KeyLoadException">The library, the token, or one of the keys is not as configured.</exception>
    public static (Pkcs11Token Token, IReadOnlyList<(TokenKeyOptions Options, Pkcs11SealKey Key)> Keys) Open(
        TokenOptions options, byte[]? pin, ILogger logger)
    {
        Pkcs11Token? token = null;
        var isOpen = false;
        try
        {
            token = new Pkcs11Token(Pkcs11Module.Load(options.Module), options, pin, logger);
            var keys = options.Keys.ConvertAll(key => (key, Pkcs11SealKey.Open(token, key, ReadCertificates(key))));
            foreach (var (name, _) in keys.Where(one => one.Item2.IsExtractable))
            {
                Log.KeyExtractable(logger, name.Label, options.Label);
            }

            isOpen = true;
            return (token, keys);
        }
        catch (Exception e) when (e is Pkcs11Exception or CryptographicException or CertificateFormatException
            or DllNotFoundException or EntryPointNotFoundException or BadImageFormatException
            or PlatformNotSupportedException or IOException or UnauthorizedAccessException)
        {
            throw new KeyLoadException($"Keys: token '{options.Label}' ({options.Module}): {e.Message}", e);
        }
        finally
        {
            if (!isOpen)
            {
                token?.Dispose();
                CryptographicOperations.ZeroMemory(pin);
            }
        }
    }

    private static ImmutableArray<Certificate> ReadCertificates(TokenKeyOptions key)
    {
        if (key.Certificates.Length == 0)
        {
            return [];
        }

        var entries = new X509Certificate2Collection();
        entries.ImportFromPemFile(key.Certificates);
        ImmutableArray<Certificate> certificates = [.. entries.Select(entry => Certificate.Decode(entry.RawData))];
        foreach (var entry in entries)
        {
            entry.Dispose();
        }

        return certificates.IsEmpty
            ? throw new CryptographicException($"'{key.Certificates}' holds no certificate.")
            : certificates;
    }
}
