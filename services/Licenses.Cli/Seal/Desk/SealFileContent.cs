using Licenses.Crypto.Seals;

namespace Licenses.Cli.Seal.Desk;

/// <summary>What a file of the seal standards holds; its bytes tell, never its name.</summary>
/// <param name="Seal">The seal, by itself or within the signature.</param>
/// <param name="Signature">The signature by it; null for a seal by itself.</param>
internal sealed record SealFileContent(ElectronicSeal Seal, SealedSignature? Signature)
{
    private const int LargestFile = 16 * 1024 * 1024;
    private const int Sequence = 0x30;

    /// <summary>Null where the file looks like neither, so that something else may read it.</summary>
    /// <exception cref="SealFormatException">It looks like one and is none.</exception>
    public static SealFileContent? TryRead(string path)
    {
        byte[] bytes;
        using (var file = File.OpenRead(path))
        {
            if (file.Length is 0 or > LargestFile || file.ReadByte() != Sequence)
            {
                return null;
            }

            file.Position = 0;
            bytes = new byte[(int)file.Length];
            file.ReadExactly(bytes);
        }

        if (SealedSignature.LooksLikeOne(bytes))
        {
            var signature = SealedSignature.Decode(bytes);
            return new SealFileContent(signature.Seal, signature);
        }

        return ElectronicSeal.LooksLikeOne(bytes) ? new SealFileContent(ElectronicSeal.Decode(bytes), null) : null;
    }
}
