namespace Licenses.Pdf.Composing;

/// <summary>What the page of a license shows, in the order in which it shows it. No citizen number belongs into the QR code.</summary>
public sealed record LicenseFace
{
    /// <summary>The license's name, for example 居住证.</summary>
    public required string Title { get; init; }

    public string? TitleEnglish { get; init; }

    /// <summary>The number that the issuer gave it (证照编号).</summary>
    public required string Number { get; init; }

    /// <summary>The identifier by GB/T 36904 (证照标识), shown in the footer; the number stands in for it where absent.</summary>
    public string? Identifier { get; init; }

    public required string Holder { get; init; }

    public required string Issuer { get; init; }

    public string? IssuerEnglish { get; init; }

    public required DateOnly IssuedOn { get; init; }

    /// <summary>The last day on which it is valid; null means long-term (长期).</summary>
    public DateOnly? ValidUntil { get; init; }

    public ImmutableArray<FaceField> Fields { get; init; } = [];

    /// <summary>What the QR code holds: the number and a link that verifies it; null draws none.</summary>
    public string? QrPayload { get; init; }

    /// <summary>The link as printed beside the QR code.</summary>
    public string? VerificationLink { get; init; }

    /// <summary>Drawn pale across the page; null for none. Samples say so.</summary>
    public string? Watermark { get; init; } = "样证 SAMPLE";

    /// <summary>A portrait as JPEG or PNG; empty for none.</summary>
    public ReadOnlyMemory<byte> Photo { get; init; }
}
