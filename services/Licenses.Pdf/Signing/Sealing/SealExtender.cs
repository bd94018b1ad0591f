using System.Security.Cryptography;
using Licenses.Pdf.Document;
using Licenses.Pdf.Syntax;
using static Licenses.Pdf.Composing.PdfObjects;

namespace Licenses.Pdf.Signing;

/// <summary>
/// Raises sealed documents to the long-term levels (EN 319 142-1): validation data for B-LT, document timestamps for
/// B-LTA. Both may be added to a document certified with "no changes", and again years later.
/// </summary>
public static class SealExtender
{
    private const int InvisibleFlags = 4 | 128;

    private const int Margin = 512;

    /// <summary>Adds validation data to a document in memory.</summary>
    /// <param name="pdf">A sealed document.</param>
    /// <param name="shared">Data for the document as a whole.</param>
    /// <param name="perField">Data for single signatures, by their fields' full names.</param>
    public static SealOutcome AddValidationData(
        ReadOnlyMemory<byte> pdf, ValidationData shared, IReadOnlyDictionary<string, ValidationData> perField)
    {
        using var source = PdfSource.FromMemory(pdf);
        return Whole(pdf, AppendValidationData(source, shared, perField, password: null));
    }

    /// <summary>Gives the update that adds validation data to a document of any size.</summary>
    /// <param name="input">A sealed document.</param>
    /// <param name="shared">Data for the document as a whole.</param>
    /// <param name="perField">Data for single signatures, by their fields' full names.</param>
    /// <param name="password">Opens an encrypted document; null where none is needed.</param>
    public static SealOutcome AppendValidationData(
        PdfSource input, ValidationData shared, IReadOnlyDictionary<string, ValidationData> perField, string? password)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(shared);
        ArgumentNullException.ThrowIfNull(perField);
        return PdfSealer.Guard<SealOutcome>(
            () =>
            {
                var document = PdfDocument.Open(input, new PdfOpenOptions { Password = password });
                SealBuilder.Demand(document);
                var writer = new RevisionWriter(document);
                var edits = new DocumentEdits(document, writer);
                var store = new SecurityStoreWriter(document, writer).Write(
                    shared, perField.ToDictionary(entry => KeyOf(document, entry.Key), entry => entry.Value));
                edits.SetSecurityStore(store);
                edits.Write();
                return new SealOutcome.Appended(writer.Finish(), "");
            },
            refused => refused);
    }

    /// <summary>Adds a document timestamp over all that stands in a document in memory.</summary>
    public static async ValueTask<SealOutcome> AddTimestampAsync(
        ReadOnlyMemory<byte> pdf, DigestStamper stamper, HashAlgorithmName algorithm, int reservedBytes, CancellationToken cancellationToken)
    {
        using var source = PdfSource.FromMemory(pdf);
        var request = new TimestampRequest(stamper, algorithm, reservedBytes);
        return Whole(pdf, await AppendTimestampAsync(source, request, cancellationToken));
    }

    /// <summary>Gives the update that adds a document timestamp to a document of any size.</summary>
    public static async ValueTask<SealOutcome> AppendTimestampAsync(
        PdfSource input, TimestampRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        for (int reserved = request.ReservedBytes; ;)
        {
            var outcome = PrepareTimestamp(input, reserved, request.Password);
            if (outcome is PrepareOutcome.Refused refused)
            {
                return refused.Outcome;
            }

            var seal = ((PrepareOutcome.Prepared)outcome).Seal;
            var token = await request.Stamper(seal.Digest(request.Algorithm), request.Algorithm, cancellationToken);
            if (token.Length <= reserved)
            {
                return new SealOutcome.Appended(seal.CompleteUpdate(token.Span), seal.Field);
            }

            if (reserved > request.ReservedBytes)
            {
                return PdfSealer.TooLarge(token.Length, reserved);
            }

            reserved = token.Length + Margin; // one authority, one more try
        }
    }

    /// <summary>The first half of a document timestamp: its digest goes to the authority, its token into the hole.</summary>
    public static PrepareOutcome PrepareTimestamp(PdfSource input, int reservedBytes, string? password)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentOutOfRangeException.ThrowIfLessThan(reservedBytes, 1);
        return PdfSealer.Guard<PrepareOutcome>(
            () =>
            {
                var document = PdfDocument.Open(input, new PdfOpenOptions { Password = password });
                SealBuilder.Demand(document);
                OwnerRights.DemandNewField(document.Access);
                return new PrepareOutcome.Prepared(BuildTimestamp(document, reservedBytes));
            },
            refused => new PrepareOutcome.Refused(refused));
    }

    private static SealOutcome Whole(ReadOnlyMemory<byte> pdf, SealOutcome outcome) => outcome is SealOutcome.Appended appended
        ? new SealOutcome.Sealed((byte[])[.. pdf.Span, .. appended.Update.Span], appended.Field)
        : outcome;

    private static PreparedSeal BuildTimestamp(PdfDocument document, int reservedBytes)
    {
        var writer = new RevisionWriter(document);
        var edits = new DocumentEdits(document, writer);
        string name = FieldChoice.FreeName(document.Form.Fields, "Timestamp");
        var page = SealPlacer.FindPage(document, 1).Reference;
        var signature = writer.Reserve();
        var field = writer.Reserve();
        writer.Set(field, Dictionary(
            ("Type", Name("Annot")),
            ("Subtype", Name("Widget")),
            ("FT", Name("Sig")),
            ("T", Text(name)),
            ("V", signature),
            ("P", page),
            ("F", Integer(InvisibleFlags)),
            ("Rect", Numbers(0, 0, 0, 0))));
        edits.Append(page, "Annots", field);
        edits.AddField(field);
        edits.Write();
        var hole = writer.SetSignature(signature, SignatureDictionary.ForTimestamp(), reservedBytes);
        return new PreparedSeal(document.Source, name, hole, writer.Finish());
    }

    // ISO 32000-2, table 262: the SHA-1 of /Contents as written, padding included, in capital hexadecimal digits.
    private static string KeyOf(PdfDocument document, string field)
    {
        var signature = document.Form.Fields.FirstOrDefault(candidate => candidate.Name == field && candidate.Type == "Sig");
        return document.Resolve(signature?.Value) is PdfDictionary value && document.Resolve(value["Contents"]) is PdfString contents
            ? Convert.ToHexString(SHA1.HashData(contents.Bytes.Span))
            : throw new SealRefusedException(
                SealRefusal.FieldNotFound, "The document has no signature in a field of that name.", "文件中没有该名称的签名。");
    }
}
