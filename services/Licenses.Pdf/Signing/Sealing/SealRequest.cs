using Licenses.Crypto.Cms;
using Licenses.Crypto.Signatures;

namespace Licenses.Pdf.Signing;

/// <summary>How a document is to be sealed.</summary>
public sealed record SealRequest
{
    /// <summary>When, by the sealer's clock; written as /M, which proves nothing by itself.</summary>
    public required DateTimeOffset SigningTime { get; init; }

    /// <summary>By which standard; PAdES unless told otherwise.</summary>
    public SealProfile Profile { get; init; } = SealProfile.Default;

    public string? Reason { get; init; }

    public string? Location { get; init; }

    public string? ContactInfo { get; init; }

    /// <summary>The sealing organisation as a person should read it.</summary>
    public string? Name { get; init; }

    /// <summary>An empty signature field to use, or the name of a new one; null: a new field named Seal1, Seal2 and so on.</summary>
    public string? FieldName { get; init; }

    /// <summary>The field must exist already: a name that is not found is refused.</summary>
    public bool RequireExistingField { get; init; }

    /// <summary>Certify the document and say what may still change; null: an approval.</summary>
    public CertificationLevel? Certify { get; init; }

    /// <summary>Form fields that this seal locks.</summary>
    public FieldLock? Lock { get; init; }

    /// <summary>What is seen, and where; null: an invisible seal (in an existing field: nothing is drawn).</summary>
    public SealAppearance? Appearance { get; init; }

    /// <summary>Give a timestamp over the signature value (level B-T); empty for B-B. An electronic seal's takes one.</summary>
    public ImmutableArray<SignatureStamper> Stampers { get; init; } = [];

    /// <summary>Room for each timestamp, in bytes; real tokens take 2 to 8 KB.</summary>
    public int StampReserve { get; init; } = 9 * 1024;

    /// <summary>Opens an encrypted document.</summary>
    public string? Password { get; init; }

    /// <summary>Who will sign, where that is known already: a field may demand certain signers.</summary>
    internal ISealKey? Key { get; init; }
}
