using System.Collections.Frozen;

namespace Licenses.Catalog;

/// <summary>The whole catalogue of a city (证照目录与事项清单): immutable, consistent once it exists.</summary>
public sealed class CityCatalog
{
    private readonly FrozenDictionary<string, Department> _departmentsByCode;
    private readonly FrozenDictionary<string, Department> _departmentsByKey;
    private readonly FrozenDictionary<string, LicenseType> _licenseTypes;
    private readonly FrozenDictionary<string, ServiceItem> _items;
    private readonly FrozenDictionary<string, FactType> _facts;

    internal CityCatalog(
        LocalizedText cityName,
        ImmutableArray<Department> departments,
        ImmutableArray<LicenseType> licenseTypes,
        ImmutableArray<FactType> facts,
        ImmutableArray<ServiceItem> items)
    {
        CityName = cityName;
        Departments = departments;
        LicenseTypes = licenseTypes;
        Facts = facts;
        Items = items;
        _departmentsByCode = departments.ToFrozenDictionary(department => department.Code.Value);
        _departmentsByKey = departments.ToFrozenDictionary(department => department.Key);
        _licenseTypes = licenseTypes.ToFrozenDictionary(type => type.Code);
        _items = items.ToFrozenDictionary(item => item.Code);
        _facts = facts.ToFrozenDictionary(fact => fact.Code);
    }

    public LocalizedText CityName { get; }

    public ImmutableArray<Department> Departments { get; }

    public ImmutableArray<LicenseType> LicenseTypes { get; }

    public ImmutableArray<FactType> Facts { get; }

    public ImmutableArray<ServiceItem> Items { get; }

    public Department? FindDepartment(string key) => _departmentsByKey.GetValueOrDefault(key);

    public Department? FindDepartmentByCode(string creditCode) => _departmentsByCode.GetValueOrDefault(creditCode);

    public LicenseType? FindLicenseType(string code) => _licenseTypes.GetValueOrDefault(code);

    public ServiceItem? FindItem(string code) => _items.GetValueOrDefault(code);

    public FactType? FindFact(string code) => _facts.GetValueOrDefault(code);
}
