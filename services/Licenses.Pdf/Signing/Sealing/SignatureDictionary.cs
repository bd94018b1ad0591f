using System.Globalization;
using Licenses.Pdf.Syntax;
using static Licenses.Pdf.Composing.PdfObjects;

namespace Licenses.Pdf.Signing;

/// <summary>A signature dictionary without its /ByteRange and /Contents (ISO 32000-2, table 255; EN 319 142-1, 6.3).</summary>
internal static class SignatureDictionary
{
    public static PdfDictionary ForSeal(SealRequest request, FieldLock? fieldLock)
    {
        var references = ImmutableArray.CreateBuilder<PdfObject>();
        if (request.Certify is { } level)
        {
            references.Add(Reference("DocMDP", Dictionary(
                ("Type", Name("TransformParams")), ("P", Integer((int)level)), ("V", Name("1.2")))));
        }

        if (fieldLock is not null)
        {
            references.Add(Reference("FieldMDP", Lock("TransformParams", fieldLock).With("V", Name("1.2"))));
        }

        return Dictionary(
            ("Type", Name("Sig")),
            ("Filter", Name(request.Profile.Handler)),
            ("SubFilter", Name(request.Profile.Format)),
            ("Cert", Chain(request)),
            ("M", Text(Date(request.SigningTime))),
            ("Name", OptionalText(request.Name)),
            ("Reason", OptionalText(request.Reason)),
            ("Location", OptionalText(request.Location)),
            ("ContactInfo", OptionalText(request.ContactInfo)),
            ("Reference", references.Count == 0 ? null : new PdfArray(references.DrainToImmutable())));
    }

    public static PdfDictionary ForTimestamp() => Dictionary(
        ("Type", Name("DocTimeStamp")), ("Filter", Name("Adobe.PPKLite")), ("SubFilter", Name("ETSI.RFC3161")));

    /// <summary>A lock as it stands in a field (SigFieldLock) and in a signature's transform parameters.</summary>
    public static PdfDictionary Lock(string type, FieldLock fieldLock) => Dictionary(
        ("Type", Name(type)),
        ("Action", Name(fieldLock.Action.ToString())),
        ("Fields", fieldLock.Action == FieldLockAction.All ? null : new PdfArray([.. fieldLock.Fields.Select(Text)])),
        ("P", fieldLock.Permission is { } permission ? Integer(permission) : null));

    // An SES_Signature has no place for the authorities between signer and root; messages have, and must use it (table 255).
    private static PdfArray? Chain(SealRequest request) => request is { Profile: SealProfile.Ses, Key: { Chain.IsEmpty: false } key }
        ? new PdfArray([.. key.Chain.Where(authority => !authority.IsSelfIssued).Prepend(key.Certificate)
            .Select(certificate => new PdfString(certificate.Encoded, isHex: true))])
        : null;

    private static PdfDictionary Reference(string method, PdfDictionary parameters) => Dictionary(
        ("Type", Name("SigRef")), ("TransformMethod", Name(method)), ("TransformParams", parameters));

    private static PdfString? OptionalText(string? text) => string.IsNullOrEmpty(text) ? null : Text(text);

    private static string Date(DateTimeOffset time)
    {
        string local = time.ToString("'D:'yyyyMMddHHmmss", CultureInfo.InvariantCulture);
        return time.Offset == TimeSpan.Zero
            ? $"{local}Z"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{local}{(time.Offset < TimeSpan.Zero ? '-' : '+')}{time.Offset.Duration():hh\\'mm}'");
    }
}
