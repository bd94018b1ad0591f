using System.Security.Cryptography;
using System.Text;
using Licenses.Crypto.Signatures;
using Licenses.Crypto.X509;
using Licenses.Server.Keys.Pkcs11;

namespace Licenses.Server.Keys;

/// <summary>A key that was opened.</summary>
/// <param name="Organisation">Credit code of the organisation that its certificate names.</param>
/// <param name="Source">The file or token that holds it, for the log.</param>
/// <param name="Key">The key.</param>
internal sealed record LoadedKey(string Organisation, string Source, ISealKey Key);

/// <summary>The keys of the configured files and tokens, each with the organisation that its certificate names.</summary>
/// <param name="Keys">The keys.</param>
/// <param name="Tokens">The tokens that some of them live on, to be ended after them.</param>
internal sealed record LoadedKeys(IReadOnlyList<LoadedKey> Keys, IReadOnlyList<IDisposable> Tokens);

/// <summary>Opens the configured keys.</summary>
internal sealed class KeyLoader(KeysOptions options, ILogger logger)
{
    private const string OrganisationIdentifier = "2.5.4.97";
    private const int LargestFile = 1024 * 1024;
    private const int LargestPassword = 4096;

    /// <exception cref="KeyLoadException">A key cannot be opened, or names no organisation or the wrong one.</exception>
    public LoadedKeys LoadAll()
    {
        var keys = new List<LoadedKey>();
        var tokens = new List<IDisposable>();
        var isComplete = false;
        try
        {
            IEnumerable<string> folder = options.Directory.Length == 0
                ? []
                : Directory.EnumerateFiles(options.Directory, "*.p12").Order(StringComparer.Ordinal);
            keys.AddRange(folder.Select(file => new KeyFileOptions { File = file }).Concat(options.Files).Select(Load));
            foreach (var token in options.Tokens)
            {
                keys.AddRange(Load(token, tokens));
            }

            isComplete = true;
            return new LoadedKeys(keys, tokens);
        }
        finally
        {
            foreach (var owned in isComplete ? [] : keys.Select(loaded => loaded.Key).OfType<IDisposable>().Concat(tokens))
            {
                owned.Dispose();
            }
        }
    }

    /// <summary>Opens one key file.</summary>
    /// <exception cref="KeyLoadException">It cannot be opened, or names no organisation or the wrong one.</exception>
    public ISealKey LoadFile(KeyFileOptions file) => Load(file).Key;

    private static string OrganisationOf(ISealKey key, string expected, string source)
    {
        var named = key.Certificate.SubjectName.Find(OrganisationIdentifier);
        return named is not null && (expected.Length == 0 || named == expected)
            ? named
            : throw new KeyLoadException($"Keys: the certificate of '{source}' names the organisation "
                + $"{named ?? "-"} in place of {(expected.Length > 0 ? expected : "one")}.");
    }

    private IEnumerable<LoadedKey> Load(TokenOptions options, List<IDisposable> tokens)
    {
        var (token, keys) = TokenKeys.Open(options, ReadPin(options.PinFile), logger);
        tokens.Add(token);
        return keys.Select(one =>
        {
            var source = $"token {options.Label}, {(one.Options.Label.Length > 0 ? one.Options.Label : one.Options.Id)}";
            return new LoadedKey(OrganisationOf(one.Key, one.Options.Organisation, source), source, one.Key);
        });
    }

    private LoadedKey Load(KeyFileOptions file)
    {
        var password = ReadPassword(file);
        byte[]? encoded = null;
        try
        {
            encoded = ReadFile(file.File);
            var key = Pkcs12SealKey.Load(encoded, password, file.Algorithm);
            try
            {
                return new LoadedKey(OrganisationOf(key, file.Organisation, file.File), Path.GetFileName(file.File), key);
            }
            catch (KeyLoadException)
            {
                key.Dispose();
                throw;
            }
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

        var line = ReadLine(path);
        try
        {
            var characters = GC.AllocateArray<char>(Encoding.UTF8.GetCharCount(line), pinned: true);
            Encoding.UTF8.GetChars(line, characters);
            return characters;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(line);
        }
    }

    private static byte[]? ReadPin(string path)
    {
        try
        {
            return path.Length == 0 ? null : ReadLine(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KeyLoadException($"Keys: '{path}' cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The first line of a small file, in memory that the garbage collector does not copy.</summary>
    private static byte[] ReadLine(string path)
    {
        var bytes = ReadFile(path);
        try
        {
            var line = bytes.AsSpan(0, Math.Min(bytes.Length, LargestPassword));
            line = line.IndexOfAny((byte)'\r', (byte)'\n') is >= 0 and var end ? line[..end] : line;
            var copy = GC.AllocateUninitializedArray<byte>(line.Length, pinned: true);
            line.CopyTo(copy);
            return copy;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }
}
