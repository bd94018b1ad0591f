using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;

namespace Licenses.Sealing;

/// <summary>A document that is being raised: what was appended so far, what lacks, and why it cannot be raised at all.</summary>
internal sealed class RisingDocument(PdfSource original, RaiseOrder order)
{
    private PdfSource? _appended;

    public RaiseOrder Order => order;

    public PdfSource Document => _appended ?? original;

    public byte[] Update { get; private set; } = [];

    public PdfInspection Inspection { get; private set; } = new();

    public ImmutableArray<LocalizedText> Missing { get; set; } = [];

    public RaiseOutcome.Refused? Refusal { get; private set; }

    public bool MayGoOn => Refusal is null && Missing.IsEmpty;

    /// <summary>Looks at the document as it stands; gives the reason where it cannot be raised.</summary>
    public RaiseOutcome.Refused? Inspect()
    {
        try
        {
            var options = new PdfInspectionOptions { Policy = InspectionPolicy.Pades, Password = order.Password };
            Inspection = PdfInspector.Inspect(Document, options);
        }
        catch (PdfFormatException broken)
        {
            return Refusal = new(SealRefusal.NotReadable, new("文件不是可读取的 PDF。", $"The file is not a PDF that can be read: {broken.Message}"));
        }

        var seals = Inspection.Signatures.Where(signature => signature.Kind == SignatureKind.Signature).ToArray();
        if (Inspection.HoldsUnreadableSignature || seals.Any(seal => !seal.Intact))
        {
            Refusal = new(SealRefusal.NotReadable, new(
                "文件中的签章已损坏或无法读取，升级无益。", "A seal of the document is damaged or cannot be read: raising it would not mend it."));
        }
        else if (seals.Length == 0)
        {
            Refusal = new(SealRefusal.FieldNotFound, new("文件没有签章，无从升级。", "The document bears no seal: there is nothing to raise."));
        }

        return Refusal;
    }

    /// <summary>Takes up a step's result.</summary>
    public void Take(SealOutcome outcome)
    {
        switch (outcome)
        {
            case SealOutcome.Appended appended:
                Update = [.. Update, .. appended.Update.Span];
                _appended = original.Append(Update);
                Inspect();
                break;
            case SealOutcome.Refused refused:
                Refusal = new(refused.Code, new(refused.DetailZh, refused.Detail));
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}
