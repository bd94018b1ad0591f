using System.Security.Cryptography;
using Licenses.Crypto;
using Licenses.Crypto.Seals;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Signing;

/// <summary>
/// The signature of an electronic seal in /Contents: padding (R7), and the steps of GB/T 38540-2020, 7.3, that bytes
/// alone decide. Makers, signers and times are judged where somebody is trusted.
/// </summary>
internal sealed class SesInspection(InspectionPolicy policy, Findings findings)
{
    public SealedSignature? Signature { get; private set; }

    /// <summary>Every step on which the signature value rests has passed.</summary>
    public bool IsIntact { get; private set; }

    public HashAlgorithmName? Digest => Signature is { } signature ? SealChecks.DigestOf(signature) : null;

    /// <param name="contents">/Contents.</param>
    /// <param name="looksLikeOne">Its head is that of such a signature.</param>
    public void Decode(PdfString contents, bool looksLikeOne)
    {
        try
        {
            Signature = SealedSignature.Decode(contents.Bytes);
            var trailing = contents.Bytes.Span[^Signature.TrailingBytes..];
            ContentsPadding.Check(trailing.Length, !trailing.ContainsAnyExcept((byte)0), contents, (policy, findings));
        }
        catch (SealFormatException error)
        {
            // What begins well, nests soundly and is refused all the same is of a kind that is not known here: no forgery.
            findings.Add(new(
                SealFindings.SignatureFormat, looksLikeOne && error.NestsSoundly ? Verdict.Indeterminate : Verdict.Failed,
                $"The electronic seal's signature cannot be read: {error.Message}",
                contents.Span.Start >= 0 ? contents.Span.Start : null, SubIndication.FormatFailure, "电子签章无法解析。"));
        }
    }

    public void Verify(Func<HashAlgorithmName, byte[]?> digestOf, ByteRange? range)
    {
        if (Signature is not { } signature)
        {
            return;
        }

        Finding[] decisive =
        [
            SealChecks.SignatureFormat(signature),
            SealChecks.SignatureValue(signature),
            SealChecks.SignerIsOnList(signature),
            SealChecks.MakerSignature(signature.Seal),
            SealChecks.ContentDigest(signature, digestOf),
        ];
        IsIntact = decisive.All(finding => finding.Verdict == Verdict.Passed);
        foreach (var finding in (Finding[])
        [
            .. decisive,
            SealChecks.Algorithms(signature),
            SealChecks.Format(signature.Seal),
            SealChecks.SealExtensions(signature.Seal),
            Protected(signature.PropertyInfo, range),
            SealChecks.SignatureExtensions(signature),
        ])
        {
            findings.Add(finding);
        }
    }

    // The digest decides what is protected; a statement that contradicts it is by somebody who meant another document.
    private static Finding Protected(string stated, ByteRange? range)
    {
        if (ProtectedRange.Read(stated) is not { } numbers || range is not { } covered)
        {
            string shown = stated.Length <= 80 ? stated : stated[..80] + "…";
            return new(SealFindings.Range, Verdict.Passed, $"What is protected, in the signer's words: \"{shown}\".",
                $"签章声明的保护范围：“{shown}”。");
        }

        return numbers.SequenceEqual([0, covered.GapStart, covered.GapEnd, covered.End - covered.GapEnd])
            ? new(SealFindings.Range, Verdict.Passed, "The range that the signature states is the one that it covers.",
                "签章声明的保护范围与实际一致。")
            : new(SealFindings.Range, Verdict.Indeterminate,
                $"The signature states to protect {stated}, which is not the range that it covers.", null,
                SubIndication.SigConstraintsFailure, "签章声明的保护范围与实际不一致。");
    }
}
