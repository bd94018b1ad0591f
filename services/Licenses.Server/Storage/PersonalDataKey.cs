using System.Security.Cryptography;

namespace Licenses.Server.Storage;

/// <summary>The secret from which the keys for personal data are derived; it never leaves the process or a log.</summary>
internal static class PersonalDataKey
{
    private const int Length = 64;

    /// <summary>Reads the key file; makes one first where that is allowed and it is absent.</summary>
    public static byte[] Load(PersonalDataOptions options)
    {
        if (options.CreateKeyFile && !File.Exists(options.KeyFile))
        {
            Create(options.KeyFile);
        }

        var secret = File.ReadAllBytes(options.KeyFile);
        return secret.Length >= Length
            ? secret
            : throw new InvalidDataException(
                $"PersonalData:KeyFile {options.KeyFile} holds {secret.Length} bytes; at least {Length} are needed.");
    }

    private static void Create(string path)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }

        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            using var file = new FileStream(path, options);
            file.Write(RandomNumberGenerator.GetBytes(Length));
            file.Flush(flushToDisk: true);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was faster: its key is the key.
        }
    }
}
