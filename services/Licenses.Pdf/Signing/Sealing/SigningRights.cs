using Licenses.Pdf.Document;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Signing;

/// <summary>What the signatures that a document bears still permit (ISO 32000-2, 12.8.2).</summary>
/// <param name="DocMdp">The strictest permission of a certification; null where nothing is certified.</param>
/// <param name="IsSigned">Some field holds a signature that is not a document timestamp.</param>
/// <param name="Locks">Locks on form fields.</param>
internal sealed record SigningRights(int? DocMdp, bool IsSigned, ImmutableArray<FieldLock> Locks)
{
    private const int DefaultPermission = 2; // table 257: where P is absent

    public static SigningRights Read(PdfDocument document)
    {
        int? permission = null;
        bool isSigned = false;
        var locks = ImmutableArray.CreateBuilder<FieldLock>();
        foreach (var signature in Signatures(document))
        {
            isSigned |= document.Resolve(signature["Type"]) is not PdfName { Value: "DocTimeStamp" };
            foreach (var reference in References(document, signature))
            {
                var parameters = document.Resolve(reference["TransformParams"]) as PdfDictionary ?? PdfDictionary.Empty;
                int? own = (document.Resolve(parameters["P"]) as PdfInteger)?.Value is >= 1 and <= 3 and var value ? (int)value : null;
                switch ((document.Resolve(reference["TransformMethod"]) as PdfName)?.Value)
                {
                    case "DocMDP":
                        permission = Math.Min(permission ?? 3, own ?? DefaultPermission);
                        break;
                    case "FieldMDP":
                        locks.Add(ReadLock(document, parameters));
                        permission = own is null ? permission : Math.Min(permission ?? 3, own.Value);
                        break;
                }
            }
        }

        foreach (var field in document.Form.Fields.Where(field => field.Type == "Sig"))
        {
            // A signed field's own lock binds even where the signature does not repeat it (12.7.5.5).
            if (document.Resolve(field.Value) is PdfDictionary && document.Resolve(field.Dictionary["Lock"]) is PdfDictionary own)
            {
                var ownLock = ReadLock(document, own);
                locks.Add(ownLock);
                permission = ownLock.Permission is { } limit ? Math.Min(permission ?? 3, limit) : permission;
            }
        }

        return new SigningRights(permission, isSigned, locks.DrainToImmutable());
    }

    public static FieldLock ReadLock(PdfDocument document, PdfDictionary written)
    {
        var action = (document.Resolve(written["Action"]) as PdfName)?.Value switch
        {
            "Include" => FieldLockAction.Include,
            "Exclude" => FieldLockAction.Exclude,
            _ => FieldLockAction.All,
        };
        var names = (document.Resolve(written["Fields"]) as PdfArray)?.Items ?? [];
        return new FieldLock(
            action, [.. names.Select(document.Resolve).OfType<PdfString>().Select(name => PdfText.Decode(name.Bytes.Span))])
        {
            Permission = document.Resolve(written["P"]) is PdfInteger { Value: >= 1 and <= 3 } permission ? (int)permission.Value : null,
        };
    }

    /// <summary>Throws where these rights forbid what is asked for.</summary>
    public void Demand(SealRequest request, FormField? existing, string fieldName)
    {
        if (request.Certify is not null && IsSigned)
        {
            throw new SealRefusedException(
                SealRefusal.CannotCertify,
                "Only the first signature of a document can certify it; this one is signed already.",
                "只有首个签名可以认证文件，该文件已有签名。");
        }

        if (DocMdp == 1)
        {
            throw new SealRefusedException(
                SealRefusal.CertificationForbids,
                "The document is certified with \"no changes\" (DocMDP P=1): another seal would break that certification.",
                "文件已按“禁止更改”（DocMDP P=1）认证，再盖章会使原认证失效。");
        }

        bool addsToPages = (existing is null && request.Appearance is not null)
            || (request.Appearance?.CrossPage is not null && DocMdp < 3);
        if (DocMdp is not null && addsToPages)
        {
            throw new SealRefusedException(
                SealRefusal.CertificationForbids,
                $"The document is certified (DocMDP P={DocMdp}): only an invisible seal or one in an existing field keeps it valid.",
                $"文件已认证（DocMDP P={DocMdp}），只能加盖不可见章或使用已有签名域。");
        }

        if (Locks.Any(other => other.Covers(fieldName)))
        {
            throw new SealRefusedException(
                SealRefusal.FieldLocked,
                "An earlier signature locks this field, or every field that it does not name (FieldMDP).",
                "该签名域（或所有未列明的域）已被先前的签名锁定（FieldMDP）。");
        }
    }

    private static IEnumerable<PdfDictionary> Signatures(PdfDocument document)
    {
        var values = document.Form.Fields.Where(field => field.Type == "Sig").Select(field => field.Value);
        if (document.Resolve(document.Catalog["Perms"]) is PdfDictionary permissions)
        {
            values = values.Append(permissions["DocMDP"]);
        }

        return values.Select(document.Resolve).OfType<PdfDictionary>();
    }

    private static IEnumerable<PdfDictionary> References(PdfDocument document, PdfDictionary signature) =>
        ((document.Resolve(signature["Reference"]) as PdfArray)?.Items ?? []).Select(document.Resolve).OfType<PdfDictionary>();
}
