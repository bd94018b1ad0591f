using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Licenses.Crypto.Signatures;
using Licenses.Crypto.X509;

namespace Licenses.Trust.Lists;

/// <summary>
/// A signed trust list: a JWS in compact form (RFC 7515, 7.1) of the type licenses-trust-list+jwt. The signer's
/// certificate comes from the operator and never from the token.
/// </summary>
public sealed class TrustListToken
{
    public const string Type = "licenses-trust-list+jwt";

    private const int LargestSize = 16 * 1024 * 1024;

    private readonly string _algorithm;
    private readonly byte[] _signed;
    private readonly byte[] _signature;

    private TrustListToken(string algorithm, byte[] signed, byte[] signature, TrustList list) =>
        (_algorithm, _signed, _signature, List) = (algorithm, signed, signature, list);

    /// <summary>What the token says. Believe it only once <see cref="IsSignedBy"/> said yes.</summary>
    public TrustList List { get; }

    /// <summary>SHA-256 over what is signed: the same list, whatever signature value it bears.</summary>
    public byte[] Digest => System.Security.Cryptography.SHA256.HashData(_signed);

    /// <exception cref="TrustListFormatException">The key is of a kind that no JWS algorithm here fits.</exception>
    public static async Task<string> SignAsync(TrustList list, ISealKey key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        var algorithm = JwsAlgorithm.Of(key)
            ?? throw new TrustListFormatException("The key is of a kind that trust lists are not signed with.");
        byte[] header = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string>
        {
            ["alg"] = algorithm.Name,
            ["typ"] = Type,
            ["x5t#S256"] = Base64Url.EncodeToString(key.Certificate.Thumbprint),
        });
        string signed = $"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(TrustListJson.Encode(list))}";
        byte[] value = await key.SignAsync(Encoding.ASCII.GetBytes(signed), cancellationToken);
        return $"{signed}.{Base64Url.EncodeToString(algorithm.FromDer(value))}";
    }

    /// <exception cref="TrustListFormatException">The text is not a signed trust list.</exception>
    public static TrustListToken Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string token = text.Trim();
        string[] parts = token.Length <= LargestSize ? token.Split('.') : [];
        if (parts.Length != 3)
        {
            throw new TrustListFormatException("Not a signed trust list: it has no three parts, or is too large.");
        }

        try
        {
            string algorithm = ReadHeader(Base64Url.DecodeFromChars(parts[0]));
            return new TrustListToken(
                algorithm, Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]),
                TrustListJson.Decode(Base64Url.DecodeFromChars(parts[1])));
        }
        catch (Exception e) when (e is JsonException or FormatException and not TrustListFormatException)
        {
            throw new TrustListFormatException("Not a signed trust list: " + e.Message, e);
        }
    }

    public bool IsSignedBy(Certificate signer)
    {
        ArgumentNullException.ThrowIfNull(signer);
        return JwsAlgorithm.Find(_algorithm, signer.PublicKey) is { } algorithm
            && algorithm.ToDer(_signature) is { } value
            && SignatureVerifier.Verify(signer.PublicKey, algorithm.Algorithm, _signed, value).IsValid;
    }

    // crit (RFC 7515, 4.1.11) and anything else that would change what the header means is refused by not being known.
    private static string ReadHeader(byte[] json)
    {
        using var header = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
        string? algorithm = null;
        string? type = null;
        if (header.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw new TrustListFormatException("The header is not an object.");
        }

        foreach (var member in header.RootElement.EnumerateObject())
        {
            switch (member.Name)
            {
                case "alg":
                    algorithm = Text(member.Value);
                    break;
                case "typ":
                    type = Text(member.Value);
                    break;
                case "x5t#S256" or "kid" or "x5c":
                    break; // hints about a signer whom the operator knows already
                default:
                    throw new TrustListFormatException($"The header has the member {member.Name}, which is not understood.");
            }
        }

        return type == Type && algorithm is not null
            ? algorithm
            : throw new TrustListFormatException($"The token is of the type {type}, not {Type}.");
    }

    private static string? Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
