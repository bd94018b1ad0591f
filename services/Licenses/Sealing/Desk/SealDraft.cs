using Licenses.Crypto.Seals;

namespace Licenses.Sealing.Desk;

/// <summary>What a seal is to be: everything that the maker signs, but for the seal's number and the time of making.</summary>
public sealed record SealDraft
{
    /// <summary>Name of the seal, 1 to 100 characters that the fonts show.</summary>
    public required string Name { get; init; }

    public required SealKind Kind { get; init; }

    /// <summary>GB/T 38540-2020 (version 4) or GM/T 0031-2025 (version 5).</summary>
    public SealFormat Format { get; init; } = SealFormat.Gbt2020;

    /// <summary>PNG or SVG; its size is in whole millimetres, 10 to 60.</summary>
    public required SealPicture Picture { get; init; }

    public required DateTimeOffset ValidFrom { get; init; }

    /// <summary>No beginning was asked for, so that it is the time of the request: a retry later is the same request.</summary>
    public bool BeginsWhenAsked { get; init; }

    public required DateTimeOffset ValidUntil { get; init; }

    /// <summary>The certificates that may apply the seal, 1 to 16, as DER.</summary>
    public required ImmutableArray<ReadOnlyMemory<byte>> Signers { get; init; }

    /// <summary>Whether the seal lists the signers by SM3 digests (certListType 2) in place of whole certificates.</summary>
    public bool ListsDigests { get; init; }

    public SealTitle ToTitle() => new(Name, Kind, Format);

    internal Fingerprint AddTo(Fingerprint fingerprint)
    {
        fingerprint.Add(Name).Add((long)Kind).Add((long)Format).Add(Picture.Type).Add(Picture.Data.Span)
            .Add(Picture.Width).Add(Picture.Height)
            .Add(BeginsWhenAsked ? null : ValidFrom).Add(ValidUntil).Add(ListsDigests ? 1 : 0);
        foreach (var signer in Signers)
        {
            fingerprint.Add(signer.Span);
        }

        return fingerprint.Add(Signers.Length);
    }
}
