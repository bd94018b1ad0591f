using Licenses.Crypto.Seals;
using Licenses.Crypto.X509;

namespace Licenses.Cli.Seal.Desk;

/// <summary>A seal, or a signature by one, as it is shown: every field, none of them trusted by being shown.</summary>
internal sealed record SealView
{
    /// <summary>seal or signature.</summary>
    public required string Kind { get; init; }

    public required string Format { get; init; }

    public required int Version { get; init; }

    public required string Vendor { get; init; }

    public required string SealId { get; init; }

    public required int Type { get; init; }

    public required string Name { get; init; }

    public required string CreatedAt { get; init; }

    public required string ValidFrom { get; init; }

    public required string ValidUntil { get; init; }

    public required string PictureType { get; init; }

    public required int PictureBytes { get; init; }

    public required int WidthMm { get; init; }

    public required int HeightMm { get; init; }

    public required string? Maker { get; init; }

    public required string Algorithm { get; init; }

    public required bool IsStamped { get; init; }

    /// <summary>The certificates that may apply it, by subject; or their digests.</summary>
    public required IReadOnlyList<string> Signers { get; init; }

    public required IReadOnlyList<string> Extensions { get; init; }

    /// <summary>Of a signature: who applied the seal.</summary>
    public string? Signer { get; init; }

    public string? SigningTime { get; init; }

    public string? PropertyInfo { get; init; }

    public string? DataHash { get; init; }

    public string? SignatureAlgorithm { get; init; }

    public bool? IsSignatureStamped { get; init; }

    public IReadOnlyList<string>? SignatureExtensions { get; init; }

    public static SealView Of(SealFileContent content)
    {
        var seal = content.Seal;
        var info = seal.Info;
        var view = new SealView
        {
            Kind = content.Signature is null ? "seal" : "signature",
            Format = seal.Format switch
            {
                SealFormat.Gmt2014 => "GM/T 0031-2014",
                SealFormat.Gbt2020 => "GB/T 38540-2020",
                _ => "GM/T 0031-2025",
            },
            Version = info.Version,
            Vendor = Shown(info.Vendor),
            SealId = Shown(info.SealId),
            Type = info.Type,
            Name = Shown(info.Name),
            CreatedAt = Time(info.CreatedAt),
            ValidFrom = Time(info.ValidFrom),
            ValidUntil = Time(info.ValidUntil),
            PictureType = Shown(info.Picture.Type),
            PictureBytes = info.Picture.Data.Length,
            WidthMm = info.Picture.Width,
            HeightMm = info.Picture.Height,
            Maker = seal.Maker?.Subject,
            Algorithm = seal.Algorithm.Oid,
            IsStamped = seal.TimeStamp is not null,
            Signers = [.. info.Signers.Select(Subject), .. info.SignerDigests.Select(digest => $"{Shown(digest.Type)}:{Convert.ToHexStringLower(digest.Value.Span)}")],
            Extensions = [.. info.Extensions.Select(Extension)],
        };
        return content.Signature is not { } signature ? view : view with
        {
            Signer = signature.Signer?.Subject,
            SigningTime = Time(signature.Time),
            PropertyInfo = Shown(signature.PropertyInfo),
            DataHash = Convert.ToHexStringLower(signature.DataHash.Span),
            SignatureAlgorithm = signature.Algorithm.Oid,
            IsSignatureStamped = signature.TimeStamp is not null || signature.TimeToken is not null,
            SignatureExtensions = [.. signature.Extensions.Select(Extension)],
        };
    }

    private static string Subject(ReadOnlyMemory<byte> encoded)
    {
        try
        {
            return Certificate.Decode(encoded).Subject;
        }
        catch (CertificateFormatException e)
        {
            return $"unreadable certificate of {encoded.Length} bytes: {e.Message}";
        }
    }

    private static string Extension(Crypto.X509.Extension extension) =>
        $"{extension.Oid}{(extension.IsCritical ? " critical" : "")}, {extension.Value.Length} bytes";

    // A stranger's text on a terminal: nothing in it may steer the terminal or turn the line.
    private static string Shown(string text) => string.Concat(text.Select(letter =>
        char.IsControl(letter) || char.GetUnicodeCategory(letter) == System.Globalization.UnicodeCategory.Format ? '\uFFFD' : letter));

    private static string Time(DateTimeOffset time) =>
        time.ToString("yyyy-MM-dd'T'HH:mm:ssK", System.Globalization.CultureInfo.InvariantCulture);
}
