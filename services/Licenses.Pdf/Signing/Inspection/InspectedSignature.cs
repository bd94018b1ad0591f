using Licenses.Crypto;
using Licenses.Crypto.Cms;
using Licenses.Crypto.Seals;
using Licenses.Crypto.Tsp;
using Licenses.Pdf.Difference;

namespace Licenses.Pdf.Signing;

/// <summary>One signature or document timestamp, with everything that the bytes alone tell about it. Trust is not judged here.</summary>
public sealed record InspectedSignature
{
    /// <summary>The full name of its field; the first one where several share it (R9).</summary>
    public required string Field { get; init; }

    /// <summary>All fields whose value it is.</summary>
    public ImmutableArray<string> Fields { get; init; } = [];

    public required SignatureKind Kind { get; init; }

    public string? SubFilter { get; init; }

    /// <summary>By which standard it was made.</summary>
    public SignatureProfile Profile { get; init; }

    /// <summary>The electronic seal's signature; null where <see cref="CmsBytes"/> holds none, or one that cannot be read.</summary>
    public SealedSignature? Sealed { get; init; }

    /// <summary>Further certificates that the dictionary of an electronic seal's signature brings along, each encoded.</summary>
    public ImmutableArray<ReadOnlyMemory<byte>> OfferedCertificates { get; init; } = [];

    /// <summary>The revision that it closes, from 1; 0 where that cannot be told.</summary>
    public int Revision { get; init; }

    /// <summary>Where the bytes it signs end: the length of the document as it was signed; null where that cannot be told.</summary>
    public long? SignedLength { get; init; }

    public bool CoversWholeFile { get; init; }

    /// <summary>The byte range, where it is sound.</summary>
    internal ByteRange? Covered { get; init; }

    /// <summary>/Contents as it stands in the file, padding and all; empty where there is none.</summary>
    public ReadOnlyMemory<byte> CmsBytes { get; init; }

    /// <summary>The message in <see cref="CmsBytes"/>; null where it cannot be read.</summary>
    public SignedData? Cms { get; init; }

    /// <summary>What the message proves; null where its kind is not verified here.</summary>
    public CmsCheck? CmsCheck { get; init; }

    /// <summary>The token of a document timestamp.</summary>
    public TimeStampToken? Timestamp { get; init; }

    /// <summary>Byte range, digest and signature value are all good.</summary>
    public bool Intact { get; init; }

    /// <summary>All findings on this signature, the structure's, the CMS's and those on later changes.</summary>
    public ImmutableArray<Finding> Findings { get; init; } = [];

    /// <summary>How far later revisions went.</summary>
    public ChangeLevel ChangesAfter { get; init; }

    public ImmutableArray<Change> Changes { get; init; } = [];

    /// <summary>What DocMDP permits (1, 2 or 3) where this signature certifies the document; else null.</summary>
    public int? DocMdp { get; init; }

    /// <summary>/M: when the signer says to have signed. Proves nothing.</summary>
    public DateTimeOffset? ClaimedTime { get; init; }

    public string? Reason { get; init; }

    public string? Location { get; init; }

    public string? Name { get; init; }

    public string? ContactInfo { get; init; }

    /// <summary>The pages that show it, from 1; empty: invisible.</summary>
    public ImmutableArray<int> Pages { get; init; } = [];

    /// <summary>The worst of its findings; doubt where there are none.</summary>
    public Verdict Verdict => Findings.IsDefaultOrEmpty ? Verdict.Indeterminate : Findings.Max(finding => finding.Verdict);
}
