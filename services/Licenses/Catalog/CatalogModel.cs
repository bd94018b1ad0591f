namespace Licenses.Catalog;

/// <summary>A public body that issues licenses, answers internal checks or accepts cases (部门).</summary>
/// <param name="Key">Short stable key, such as "civil-affairs".</param>
/// <param name="Code">Unified social credit code.</param>
/// <param name="Name">Name.</param>
/// <param name="OfThisCity">False for a body of another province (外省市).</param>
public sealed record Department(string Key, CreditCode Code, LocalizedText Name, bool OfThisCity);

/// <summary>What a face field holds.</summary>
public enum FieldKind
{
    Text,
    Date,
    Integer,
    Decimal,
    Choice,
    CitizenNumber,
    CreditCode,
}

/// <summary>One field of a license's face (照面信息).</summary>
/// <param name="Key">Key in the request.</param>
/// <param name="Label">Label on the face.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Required">Whether it must be given.</param>
/// <param name="MaxLength">Longest text in characters; 0 where the kind is not text.</param>
/// <param name="Choices">Allowed values where the kind is Choice.</param>
/// <param name="OfHolder">It is the holder's own number, and must agree with the request's holder.</param>
public sealed record FaceField(
    string Key,
    LocalizedText Label,
    FieldKind Kind,
    bool Required,
    int MaxLength,
    ImmutableArray<string> Choices,
    bool OfHolder = false);

/// <summary>A kind of license (证照类型).</summary>
/// <param name="Code">Code of this catalogue, such as "residence-permit".</param>
/// <param name="TypeCode">21 characters inside license identifiers (GB/T 36904).</param>
/// <param name="Name">Name.</param>
/// <param name="HolderKind">Who can hold it.</param>
/// <param name="IssuingDepartments">Keys of the departments that may issue it (权力清单).</param>
/// <param name="Fields">Fields of the face, in order.</param>
/// <param name="DefaultValidity">Validity when the request names none; null for a license without end.</param>
/// <param name="Basis">Legal basis on which it is issued (设定依据).</param>
/// <param name="Seal">By which standard its seal stands on the document.</param>
public sealed record LicenseType(
    string Code,
    string TypeCode,
    LocalizedText Name,
    SubjectKind HolderKind,
    ImmutableArray<string> IssuingDepartments,
    ImmutableArray<FaceField> Fields,
    TimeSpan? DefaultValidity,
    LocalizedText Basis,
    SealingProfile Seal = SealingProfile.Pades);

/// <summary>How a material may be replaced (免交方式).</summary>
public enum ExemptionMethod
{
    None,
    ELicense,
    Data,
    Assistance,
    Promise,
}

/// <summary>A fact that a department can report about a subject (数据核验项).</summary>
/// <param name="Code">Code, such as "social-insurance-paid".</param>
/// <param name="Name">Name.</param>
/// <param name="DepartmentKey">The only department that may report it.</param>
public sealed record FactType(string Code, LocalizedText Name, string DepartmentKey);

/// <summary>Whose license or fact serves for a material.</summary>
public enum MaterialHolder
{
    /// <summary>The applicant's own.</summary>
    Applicant,

    /// <summary>The applicant's or any related subject's, such as either parent's.</summary>
    Any,

    /// <summary>One of each related subject, such as every driver to be employed; none related: none found.</summary>
    EachRelated,
}

/// <summary>A material that a service item asks for (申请材料).</summary>
/// <param name="Code">Code within the item.</param>
/// <param name="Name">Name.</param>
/// <param name="Method">How it may be replaced.</param>
/// <param name="LicenseTypes">License type codes, any of which serves, where the method is ELicense.</param>
/// <param name="FactCode">Fact code where the method is Data; null else.</param>
/// <param name="SourceDepartment">Key of the department that reports the fact or answers the check; null else.</param>
/// <param name="IssuedByThisCity">Whether this city's own departments issue it: the first exemption.</param>
/// <param name="Basis">The rule that asks for the material.</param>
/// <param name="Holder">Whose license or fact serves, where the method is ELicense or Data.</param>
public sealed record Material(
    string Code,
    LocalizedText Name,
    ExemptionMethod Method,
    ImmutableArray<string> LicenseTypes,
    string? FactCode,
    string? SourceDepartment,
    bool IssuedByThisCity,
    LocalizedText Basis,
    MaterialHolder Holder = MaterialHolder.Applicant);

/// <summary>Something that a citizen or company can apply for (政务服务事项).</summary>
public sealed record ServiceItem(
    string Code, LocalizedText Name, string DepartmentKey, SubjectKind ApplicantKind, ImmutableArray<Material> Materials);
