using Licenses.Crypto;
using Licenses.Crypto.Seals;
using Licenses.Crypto.X509;
using Licenses.Pdf.Difference;
using Licenses.Pdf.Signing;

namespace Licenses.Verification;

/// <summary>What was found about one signature or document timestamp.</summary>
public sealed record SignatureReport
{
    public required string Field { get; init; }

    public required SignatureKind Kind { get; init; }

    public required Indication Indication { get; init; }

    /// <summary>By which standard it was made.</summary>
    public SignatureProfile Profile { get; init; }

    /// <summary>The electronic seal that it was applied with; null where there is none.</summary>
    public ElectronicSeal? Seal { get; init; }

    /// <summary>Why it did not pass; null where it did.</summary>
    public SubIndication? SubIndication { get; init; }

    /// <summary>The process that decided.</summary>
    public ValidationProcess Process { get; init; }

    /// <summary>The building block that decided, by its short name in EN 319 102-1: FC, ISC, CV, XCV, SAV, PSV…</summary>
    public string BuildingBlock { get; init; } = "";

    /// <summary>Null where the signature is none of the PAdES baseline ones.</summary>
    public SignatureLevel? Level { get; init; }

    /// <summary>What the next level needs, or until when the highest one holds; null for timestamps.</summary>
    public LocalizedText? NextLevel { get; init; }

    /// <summary>Byte range, digest and signature value are all good, whoever signed.</summary>
    public bool Intact { get; init; }

    public bool CoversWholeFile { get; init; }

    /// <summary>The revision that it closes, from 1.</summary>
    public int Revision { get; init; }

    /// <summary>How many revisions the file has.</summary>
    public int Revisions { get; init; }

    public ChangeLevel ChangesAfter { get; init; }

    public ImmutableArray<Change> Changes { get; init; } = [];

    /// <summary>What DocMDP permits where this signature certifies the document; else null.</summary>
    public int? DocMdp { get; init; }

    /// <summary>The signer's certificate, or the timestamp authority's; null where the signature lacks it.</summary>
    public Certificate? SignerCertificate { get; init; }

    /// <summary>The signer's name by RFC 4514.</summary>
    public string? Signer => SignerCertificate?.Subject;

    /// <summary>The path to a trust anchor; null where none was found.</summary>
    public CertificatePath? Path { get; init; }

    /// <summary>When the signer says to have signed; a timestamp's own time. Proves nothing by itself.</summary>
    public DateTimeOffset? SigningTime { get; init; }

    /// <summary>The earliest time at which the signature is known to have existed; the time of verification at least.</summary>
    public DateTimeOffset BestSignatureTime { get; init; }

    public string? Reason { get; init; }

    public string? Location { get; init; }

    public string? Name { get; init; }

    public ImmutableArray<int> Pages { get; init; } = [];

    public ImmutableArray<Finding> Findings { get; init; } = [];

    /// <summary>In words the first finding that kept it from passing; null where it passed.</summary>
    internal LocalizedText? Why => Indication == Indication.TotalPassed ? null
        : Findings.MaxBy(finding => finding.Verdict) is { } worst ? new LocalizedText(worst.DetailZh, worst.Detail)
        : null;
}
