using System.Globalization;
using System.Text;
using Licenses.Catalog;
using Licenses.Pdf.Composing;
using Licenses.Pdf.Composing.Fonts;
using Licenses.Pdf.Composing.Seals;
using Licenses.Pdf.Signing;
using Licenses.Sealing;

namespace Licenses.Issuing;

/// <summary>Composes a license's face and seals it: certified, no change allowed (DocMDP P=1), raised to the level of the house.</summary>
public sealed class FaceSealer(FontSet fonts, SealDrawings drawings, LevelSealer sealer, SealLevels levels, IssuingOptions options)
{
    /// <summary>What the fonts cannot show must not be sealed: a wrong name on a license is worse than none.</summary>
    internal IEnumerable<FieldViolation> Check(IssueDraft draft) =>
        from part in draft.Fields.Select(field => (Path: $"fields.{field.Key}", Text: field.Value))
            .Prepend((Path: "holder.name", Text: draft.HolderName))
        let missing = part.Text.EnumerateRunes().Where(IsNotShown).Select(rune => (Rune?)rune).FirstOrDefault()
        where missing is not null
        select new FieldViolation(part.Path, new(
            $"字体缺少字符 U+{missing.Value.Value:X4}，无法正确显示在照面上",
            $"the fonts lack the character U+{missing.Value.Value:X4}, so the face could not show it"));

    internal async Task<SealedFace> SealAsync(
        LicenseNumber number, Issuance issuance, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (_, order, department, means, _) = issuance;
        var face = FaceComposer.Compose(FaceOf(number, order, department, now), fonts);
        var request = new SealRequest
        {
            SigningTime = now,
            Profile = means.Profile,
            Name = department.Name.Zh,
            Reason = "签发电子证照",
            FieldName = "Seal1",
            Certify = CertificationLevel.NoChanges,
            Appearance = new SealAppearance(
                DrawingOf(means, department),
                new SealPlacement.InRectangle(SealPlacement.LastPage, FaceComposer.SealArea)),
        };
        var seal = await sealer.SealAsync(face, request, means.Key, levels.Licenses, cancellationToken);
        return seal.Outcome switch
        {
            SealOutcome.Sealed done => new SealedFace(done.Document, seal.RenewBy, seal.Missing) { Digest = done.Digest },
            SealOutcome.Refused refused => throw new InvalidOperationException($"the face could not be sealed: {refused.Detail}"),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>An electronic seal shows its own picture; one of a kind that cannot be drawn looks like the department's others.</summary>
    private SealDrawing DrawingOf(SealMeans means, Department department) =>
        means.Applied is { Encoded: var own } && ElectronicSealPicture.TryDraw(own, out var drawing, out _)
            ? drawing
            : drawings.OfLicenses(department);

    private bool IsNotShown(Rune rune) => !Rune.IsControl(rune) && !Rune.IsWhiteSpace(rune) && !fonts.Has(rune);

    private LicenseFace FaceOf(LicenseNumber number, IssueOrder order, Department department, DateTimeOffset now)
    {
        var link = new Uri(options.VerificationAddress, number.Value).AbsoluteUri;
        return new LicenseFace
        {
            Title = order.Type.Name.Zh,
            TitleEnglish = order.Type.Name.En,
            Number = number.Serial,
            Identifier = number.Value,
            Holder = order.Holder.Name,
            Issuer = department.Name.Zh,
            IssuerEnglish = department.Name.En,
            IssuedOn = ChinaTime.DateOf(now),
            ValidUntil = order.ValidUntil is { } until ? ChinaTime.DateOf(until.AddTicks(-1)) : null,
            Fields = [.. order.Type.Fields.Where(field => order.Fields.ContainsKey(field.Key)).Select(field => RowOf(field, order))],
            QrPayload = link,
            VerificationLink = link,
            Watermark = options.Watermark.Length == 0 ? null : options.Watermark,
        };
    }

    private static Pdf.Composing.FaceField RowOf(Catalog.FaceField field, IssueOrder order) =>
        new(field.Label.Zh, Shown(field, order.Fields[field.Key]), field.Label.En);

    private static string Shown(Catalog.FaceField field, string value) => field.Kind switch
    {
        FieldKind.CitizenNumber when CitizenNumber.TryParse(value, out var number) => number.Masked,
        FieldKind.Date when DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) =>
            date.ToString("yyyy'年'M'月'd'日'", CultureInfo.InvariantCulture),
        _ => value,
    };
}
