using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Licenses.Crypto.Signatures;

namespace Licenses.Verification;

/// <summary>
/// A table of algorithms in a file. Its rows replace those of <see cref="AlgorithmTable.Default"/>; a row with null has no
/// end. <c>{ "digests": { "SHA256": "2035-01-01" }, "rsaKeysShorterThan": { "3072": "2031-01-01" },
/// "schemes": { "RSASSA-PKCS1-v1_5": "2031-01-01", "ECDSA-P256": "2036-01-01" } }</c>
/// </summary>
public static class AlgorithmTableFile
{
    private const long LargestSize = 64 * 1024;
    private const int LeastBits = 512;
    private const int MostBits = 16_384;

    /// <summary>The names of schemes that are read.</summary>
    public static string Schemes { get; } = string.Join(", ", SchemeNames.All);

    /// <exception cref="AlgorithmTableFormatException">The file is no such table, or cannot be read.</exception>
    public static AlgorithmTable Read(string path)
    {
        try
        {
            return new FileInfo(path).Length <= LargestSize
                ? Parse(File.ReadAllText(path))
                : throw new AlgorithmTableFormatException($"The file is larger than {LargestSize} bytes.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or AlgorithmTableFormatException)
        {
            throw new AlgorithmTableFormatException($"{path}: {e.Message}", e);
        }
    }

    /// <exception cref="AlgorithmTableFormatException">The text is no such table.</exception>
    public static AlgorithmTable Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return Rows(document.RootElement, "the table").Aggregate(AlgorithmTable.Default, (table, part) => part.Name switch
            {
                "digests" => Rows(part.Value, part.Name).Aggregate(table, ReplaceDigest),
                "rsaKeysShorterThan" => Rows(part.Value, part.Name).Aggregate(table, ReplaceKeys),
                "schemes" => Rows(part.Value, part.Name).Aggregate(table, ReplaceScheme),
                _ => throw new AlgorithmTableFormatException($"{part.Name} is not known; digests, rsaKeysShorterThan and schemes are."),
            });
        }
        catch (JsonException e)
        {
            throw new AlgorithmTableFormatException(e.Message, e);
        }
    }

    private static AlgorithmTable ReplaceDigest(AlgorithmTable table, JsonProperty row)
    {
        if (DigestAlgorithms.LengthOf(new HashAlgorithmName(row.Name)) == 0)
        {
            throw new AlgorithmTableFormatException($"digests: {row.Name} is no digest that is known here (SHA256, SHA3-256, SM3…).");
        }

        return table with { Digests = End(row) is { } end ? table.Digests.SetItem(row.Name, end) : table.Digests.Remove(row.Name) };
    }

    private static AlgorithmTable ReplaceScheme(AlgorithmTable table, JsonProperty row)
    {
        if (!SchemeNames.All.Contains(row.Name))
        {
            throw new AlgorithmTableFormatException($"schemes: {row.Name} is not known; {Schemes} are.");
        }

        return table with { Schemes = End(row) is { } end ? table.Schemes.SetItem(row.Name, end) : table.Schemes.Remove(row.Name) };
    }

    private static AlgorithmTable ReplaceKeys(AlgorithmTable table, JsonProperty row)
    {
        if (!int.TryParse(row.Name, NumberStyles.None, CultureInfo.InvariantCulture, out int bits) || bits is < LeastBits or > MostBits)
        {
            throw new AlgorithmTableFormatException($"rsaKeysShorterThan: {row.Name} is no number of bits from {LeastBits} to {MostBits}.");
        }

        var others = table.ShortRsaKeys.Where(known => known.Bits != bits);
        return table with
        {
            ShortRsaKeys = [.. (End(row) is { } end ? others.Append((bits, end)) : others).OrderBy(known => known.Item1)],
        };
    }

    private static DateTimeOffset? End(JsonProperty row) =>
        row.Value.ValueKind == JsonValueKind.Null ? null
        : row.Value.ValueKind == JsonValueKind.String && DateTimeOffset.TryParseExact(
            row.Value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var end)
            ? end
            : throw new AlgorithmTableFormatException($"{row.Name}: a day such as 2031-01-01 is wanted, or null for no end.");

    private static JsonElement.ObjectEnumerator Rows(JsonElement part, string name) => part.ValueKind == JsonValueKind.Object
        ? part.EnumerateObject()
        : throw new AlgorithmTableFormatException($"{name} is not an object.");
}
