using Google.Protobuf.WellKnownTypes;
using Licenses.Catalog;

namespace Licenses.Server.Endpoints.Wire;

/// <summary>The catalogue as messages.</summary>
internal static class CatalogWriter
{
    public static V1.Department Write(Department department) => new()
    {
        Key = department.Key,
        Code = department.Code.Value,
        Name = CommonWriter.Write(department.Name),
        OfThisCity = department.OfThisCity,
    };

    public static V1.LicenseType Write(LicenseType type)
    {
        var message = new V1.LicenseType
        {
            Code = type.Code,
            TypeCode = type.TypeCode,
            Name = CommonWriter.Write(type.Name),
            HolderKind = Kinds.Write(type.HolderKind),
            DefaultValidity = type.DefaultValidity is { } validity ? Duration.FromTimeSpan(validity) : null,
            Basis = CommonWriter.Write(type.Basis),
            Seal = Kinds.Write(type.Seal),
        };
        message.IssuingDepartmentKeys.AddRange(type.IssuingDepartments);
        message.Fields.AddRange(type.Fields.Select(Write));
        return message;
    }

    public static V1.ServiceItem Write(ServiceItem item)
    {
        var message = new V1.ServiceItem
        {
            Code = item.Code,
            Name = CommonWriter.Write(item.Name),
            DepartmentKey = item.DepartmentKey,
            ApplicantKind = Kinds.Write(item.ApplicantKind),
        };
        message.Materials.AddRange(item.Materials.Select(Write));
        return message;
    }

    private static V1.FaceField Write(FaceField field)
    {
        var message = new V1.FaceField
        {
            Key = field.Key,
            Label = CommonWriter.Write(field.Label),
            Kind = Kinds.Write(field.Kind),
            Required = field.Required,
            MaxLength = field.MaxLength,
            OfHolder = field.OfHolder,
        };
        message.Choices.AddRange(field.Choices);
        return message;
    }

    private static V1.Material Write(Material material)
    {
        var message = new V1.Material
        {
            Code = material.Code,
            Name = CommonWriter.Write(material.Name),
            Method = Kinds.Write(material.Method),
            FactCode = material.FactCode ?? "",
            SourceDepartmentKey = material.SourceDepartment ?? "",
            IssuedByThisCity = material.IssuedByThisCity,
            Basis = CommonWriter.Write(material.Basis),
            Holder = Kinds.Write(material.Holder),
        };
        message.LicenseTypeCodes.AddRange(material.LicenseTypes);
        return message;
    }
}
