using System.Security.Cryptography;
using System.Text;
using Licenses.Crypto.Signatures;
using Licenses.Crypto.X509;

namespace Licenses.Server.Keys;

/// <summary>The keys of the configured PKCS#12 files, each with the organisation that its certificate names.</summary>
internal sealed class LoadedKeys(KeysOptions options)
{
    private const string OrganisationIdentifier = "2.5.4.97";
    private const int LargestFile = 1024 * 1024;
    private const int LargestPassword = 4096;

    /// <exception cref="KeyLoadException">A file cannot be opened, or names no organisation or the wrong one.</exception>
    public IReadOnlyList<(string Organisation, string File, Pkcs12SealKey Key)> LoadAll()
    {
        IEnumerable<string> folder = options.Directory.Length == 0
            ? []
            : Directory.EnumerateFiles(options.Directory, "*.p12").Order(StringComparer.Ordinal);
        return [.. folder.Select(file => new KeyFileOptions { File = file }).Concat(options.Files).Select(Load)];
    }

    private (string Organisation, string File, Pkcs12SealKey Key) Load(KeyFileOptions file)
    {
        var password = ReadPassword(file);
        byte[]? encoded = null;
        try
        {
            encoded = ReadFile(file.File);
            var key = Pkcs12SealKey.Load(encoded, password);
            var named = key.Certificate.SubjectName.Find(OrganisationIdentifier);
            if (named is null || (file.Organisation.Length > 0 && named != file.Organisation))
            {
                key.Dispose();
                throw new KeyLoadException($"Keys: the certificate of '{file.File}' names the organisation "
                    + $"{named ?? "-"} in place of {(file.Organisation.Length > 0 ? file.Organisation : "one")}.");
            }

            return (named, file.File, key);
        }
        catch (Exception e) when (e is CryptographicException or CertificateFormatException or IOException
            or UnauthorizedAccessException)
        {
            throw new KeyLoadException($"Keys: '{file.File}' cannot be opened: {e.Message}", e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(encoded);
            Array.Clear(password);
        }
    }

    private static byte[] ReadFile(string path)
    {
        var length = new FileInfo(path).Length;
        if (length > LargestFile)
        {
            throw new IOException("the file is too large for a key");
        }

        var bytes = GC.AllocateUninitializedArray<byte>((int)length, pinned: true); // the GC makes no copy
        using var stream = File.OpenRead(path);
        stream.ReadExactly(bytes);
        return bytes;
    }

    private char[] ReadPassword(KeyFileOptions file)
    {
        var path = file.PasswordFile.Length > 0 ? file.PasswordFile : options.PasswordFile;
        if (path.Length == 0)
        {
            return options.Password.ToCharArray();
        }

        var bytes = ReadFile(path);
        try
        {
            var line = bytes.AsSpan(0, Math.Min(bytes.Length, LargestPassword));
            line = line.IndexOfAny((byte)'\r', (byte)'\n') is >= 0 and var end ? line[..end] : line;
            var characters = GC.AllocateArray<char>(Encoding.UTF8.GetCharCount(line), pinned: true);
            Encoding.UTF8.GetChars(line, characters);
            return characters;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }
}
