using Licenses.Pdf.Document;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Signing;

/// <summary>The signature field that a seal goes into.</summary>
/// <param name="Name">Its full name.</param>
/// <param name="Existing">The field; null where a new one is made.</param>
internal sealed record FieldChoice(string Name, FormField? Existing)
{
    private const int MaxNumbered = 10_000;

    public static FieldChoice Of(PdfDocument document, SealRequest request)
    {
        var fields = document.Form.Fields;
        if (request.FieldName is not { } wanted)
        {
            return new FieldChoice(FreeName(fields, "Seal"), null);
        }

        if (fields.FirstOrDefault(field => field.Name == wanted) is { } existing)
        {
            return new FieldChoice(wanted, Usable(document, existing));
        }

        if (request.RequireExistingField)
        {
            throw new SealRefusedException(
                SealRefusal.FieldNotFound, "The document has no field of that name.", "文件中没有该名称的签名域。");
        }

        if (wanted.Length is 0 or > 127 || wanted.Contains('.', StringComparison.Ordinal) || IsTaken(fields, wanted))
        {
            throw new SealRefusedException(
                SealRefusal.FieldUnusable,
                "A new field's name has 1 to 127 characters, no point, and no field beneath it.",
                "新签名域名称须为1至127个字符、不含句点且不与已有域名冲突。");
        }

        return new FieldChoice(wanted, null);
    }

    /// <summary>The first name with a number that no field bears.</summary>
    public static string FreeName(ImmutableArray<FormField> fields, string stem)
    {
        // A name without a point is taken by the field of that name, and by all that lie beneath it.
        var taken = fields.Select(field => field.Name.Split('.', 2)[0]).ToHashSet();
        for (int i = 1; i <= MaxNumbered; i++)
        {
            if (!taken.Contains($"{stem}{i}"))
            {
                return $"{stem}{i}";
            }
        }

        throw new SealRefusedException(
            SealRefusal.FieldUnusable, "The document has too many signature fields.", "文件中的签名域过多。");
    }

    private static bool IsTaken(ImmutableArray<FormField> fields, string name) => fields.Any(
        field => field.Name == name || field.Name.StartsWith(name + '.', StringComparison.Ordinal));

    private static FormField Usable(PdfDocument document, FormField field)
    {
        if (field.Type != "Sig" || field.Reference is null)
        {
            throw new SealRefusedException(
                SealRefusal.FieldUnusable, "That field is not a signature field.", "该域不是签名域。");
        }

        return document.Resolve(field.Value) is PdfNull
            ? field
            : throw new SealRefusedException(
                SealRefusal.FieldAlreadySigned, "That field is signed already.", "该签名域已签名。");
    }
}
