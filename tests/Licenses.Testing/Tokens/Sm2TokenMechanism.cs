using System.Formats.Asn1;
using System.Numerics;
using Licenses.Testing.Processes;

namespace Licenses.Testing.Tokens;

/// <summary>A mechanism of the token; openssl makes the signatures.</summary>
/// <param name="Number">Its CKM number.</param>
/// <param name="TakesText">It computes SM3(Z ‖ text) itself; else it takes that digest.</param>
/// <param name="GivesDer">It gives DER; else r and s side by side.</param>
public sealed record Sm2TokenMechanism(nuint Number, bool TakesText, bool GivesDer)
{
    /// <summary>Signs; null where it does not take what it is given.</summary>
    internal byte[]? Sign(string keyFile, byte[] data)
    {
        if (!TakesText && data.Length != 32)
        {
            return null;
        }

        var folder = Directory.CreateTempSubdirectory("licenses-sm2-");
        try
        {
            var (given, made) = (Path.Combine(folder.FullName, "in"), Path.Combine(folder.FullName, "out"));
            File.WriteAllBytes(given, data);
            string[] how = TakesText ? ["-rawin", "-digest", "sm3", "-pkeyopt", "distid:1234567812345678"] : [];
            string[] arguments = ["pkeyutl", "-sign", "-inkey", keyFile, "-in", given, "-out", made, .. how];
            var run = ToolRun.OfAsync("openssl", arguments, CancellationToken.None).GetAwaiter().GetResult();
            byte[] value = run.ExitCode == 0 ? File.ReadAllBytes(made) : throw new InvalidOperationException(run.Output);
            return GivesDer ? value : SideBySide(value);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static byte[] SideBySide(byte[] value)
    {
        var sequence = new AsnReader(value, AsnEncodingRules.DER).ReadSequence();
        return [.. Bytes(sequence.ReadInteger()), .. Bytes(sequence.ReadInteger())];
    }

    private static byte[] Bytes(BigInteger number)
    {
        byte[] bytes = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[32 - bytes.Length], .. bytes];
    }
}
