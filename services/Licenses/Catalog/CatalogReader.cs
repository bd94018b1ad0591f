using System.Text.Json;

namespace Licenses.Catalog;

/// <summary>Reads a city's catalogue from JSON: strictly, and with all problems at once.</summary>
public static class CatalogReader
{
    private const string DepartmentKind = "department";
    private const string LicenseTypeKind = "license type";
    private const string FactKind = "fact";

    private const int MaxFieldLength = 2000;
    private const int MaxValidityDays = 36_525; // a hundred years; longer is a license without end

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16 };

    /// <exception cref="CatalogFormatException">The text is not a catalogue that could be relied upon.</exception>
    public static CityCatalog Read(ReadOnlyMemory<byte> json)
    {
        var scope = new CatalogScope();
        using var document = Parse(json);
        var root = StrictObject.Open(document.RootElement, "$", scope.Problems);
        if (root.Has("notice"))
        {
            root.Text("notice");
        }

        var city = root.Localized("city");
        var departments = ReadAll(root.Objects("departments"), scope, ReadDepartment);
        var types = ReadAll(root.Objects("licenseTypes"), scope, ReadLicenseType);
        var facts = ReadAll(root.Objects("facts"), scope, ReadFact);
        var items = ReadAll(root.Objects("items"), scope, ReadItem);
        root.Close();

        scope.ResolveReferences();
        items = new MaterialSources(departments, types, facts).Complete(items, scope.Problems);
        return scope.Problems.Count == 0
            ? new CityCatalog(city, departments, types, facts, items)
            : throw new CatalogFormatException([.. scope.Problems]);
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonDocument.Parse(json, Strict);
        }
        catch (JsonException exception)
        {
            throw new CatalogFormatException([new("$", $"not JSON: {exception.Message}")]);
        }
    }

    private static ImmutableArray<T> ReadAll<T>(
        IEnumerable<StrictObject> objects, CatalogScope scope, Func<StrictObject, CatalogScope, T?> read)
        where T : class
    {
        var all = ImmutableArray.CreateBuilder<T>();
        foreach (var each in objects)
        {
            if (read(each, scope) is { } value)
            {
                all.Add(value);
            }

            each.Close();
        }

        return all.ToImmutable();
    }

    private static Department? ReadDepartment(StrictObject from, CatalogScope scope)
    {
        var key = scope.Declare(from, "key", DepartmentKind);
        var codeText = from.Text("code");
        var name = from.Localized("name");
        bool ofThisCity = from.Flag("ofThisCity");
        scope.DeclareValue(from, "code", "unified social credit code", codeText);
        if (CreditCode.TryParse(codeText, out var code))
        {
            return new Department(key, code, name, ofThisCity);
        }

        from.Note("code", "a unified social credit code with a right check character is wanted");
        return null;
    }

    private static LicenseType ReadLicenseType(StrictObject from, CatalogScope scope) => new(
        scope.Declare(from, "code", LicenseTypeKind),
        ReadTypeCode(from, scope),
        from.Localized("name"),
        from.OneOf<SubjectKind>("holderKind"),
        scope.ReferAll(from, "issuingDepartments", DepartmentKind),
        ReadAll(from.Objects("fields"), scope, (field, _) => ReadField(field, scope, $"field of {from.Path}")),
        ReadValidity(from),
        from.Localized("basis"),
        from.Has("seal") ? from.OneOf<SealingProfile>("seal") : SealingProfile.Pades);

    private static TimeSpan? ReadValidity(StrictObject from) => from.Has("defaultValidityDays")
        ? TimeSpan.FromDays(from.Number("defaultValidityDays", 1, MaxValidityDays))
        : null;

    private static string ReadTypeCode(StrictObject from, CatalogScope scope)
    {
        var typeCode = from.Text("typeCode");
        scope.DeclareValue(from, "typeCode", "type code", typeCode);
        if (typeCode.Length != 21 || !CreditCode.TryParse(typeCode[..18], out _)
            || !typeCode[18..].All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c)))
        {
            from.Note("typeCode", "the credit code of the defining authority and three of 0-9 A-Z are wanted");
        }

        return typeCode;
    }

    private static FaceField ReadField(StrictObject from, CatalogScope scope, string kindOfKey)
    {
        var kind = from.OneOf<FieldKind>("kind");
        return new(
            scope.DeclareField(from, kindOfKey),
            from.Localized("label"),
            kind,
            from.Flag("required"),
            kind == FieldKind.Text ? from.Number("maxLength", 1, MaxFieldLength) : 0,
            kind == FieldKind.Choice ? from.Texts("choices") : [],
            kind is FieldKind.CitizenNumber or FieldKind.CreditCode && from.Has("ofHolder") && from.Flag("ofHolder"));
    }

    private static FactType ReadFact(StrictObject from, CatalogScope scope) => new(
        scope.Declare(from, "code", FactKind),
        from.Localized("name"),
        scope.Refer(from, "department", DepartmentKind));

    private static ServiceItem ReadItem(StrictObject from, CatalogScope scope) => new(
        scope.Declare(from, "code", "service item"),
        from.Localized("name"),
        scope.Refer(from, "department", DepartmentKind),
        from.OneOf<SubjectKind>("applicantKind"),
        ReadAll(from.Objects("materials"), scope, (material, _) =>
            ReadMaterial(material, scope, $"material of {from.Path}")));

    /// <summary>Each method reads what it needs; what another method would need is then an unknown member.</summary>
    private static Material ReadMaterial(StrictObject from, CatalogScope scope, string kindOfCode)
    {
        var method = from.OneOf<ExemptionMethod>("method");
        return new(
            scope.Declare(from, "code", kindOfCode),
            from.Localized("name"),
            method,
            method == ExemptionMethod.ELicense ? scope.ReferAll(from, "licenseTypes", LicenseTypeKind) : [],
            method == ExemptionMethod.Data ? scope.Refer(from, "fact", FactKind) : null,
            method == ExemptionMethod.Assistance ? scope.Refer(from, "sourceDepartment", DepartmentKind) : null,
            from.Flag("issuedByThisCity"),
            from.Localized("basis"),
            method is ExemptionMethod.ELicense or ExemptionMethod.Data && from.Has("holder")
                ? from.OneOf<MaterialHolder>("holder")
                : MaterialHolder.Applicant);
    }
}
