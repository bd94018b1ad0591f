using Licenses.Catalog;

namespace Licenses.Tests.Catalog;

/// <summary>The sample city is as rich as it is meant to be.</summary>
public sealed class SampleCatalogTests
{
    private static CityCatalog Catalog => SampleCity.Catalog;

    [Fact]
    public void It_has_departments_types_and_items_enough()
    {
        Assert.True(Catalog.Departments.Count(department => department.OfThisCity) >= 8);
        Assert.True(Catalog.LicenseTypes.Length >= 14);
        Assert.True(Catalog.Items.Length >= 10);
        Assert.All(Catalog.LicenseTypes, type => Assert.InRange(type.Fields.Length, 6, 12));
        Assert.All(Catalog.Items, item => Assert.InRange(item.Materials.Length, 4, 9));
    }

    [Fact]
    public void Every_way_of_replacing_a_material_occurs_under_every_limb_that_it_can_serve()
    {
        var seen = Catalog.Items.SelectMany(item => item.Materials)
            .Select(material => (material.Method, material.IssuedByThisCity)).ToHashSet();

        Assert.Superset(
            new HashSet<(ExemptionMethod, bool)>
            {
                (ExemptionMethod.ELicense, true), (ExemptionMethod.ELicense, false), (ExemptionMethod.Data, true),
                (ExemptionMethod.Assistance, true), (ExemptionMethod.Assistance, false),
                (ExemptionMethod.Promise, false), (ExemptionMethod.None, false),
            },
            seen);
    }

    [Fact]
    public void Enrolment_asks_for_the_five_classic_proofs() => Assert.Equal(
        [
            ("residence-permit", ExemptionMethod.ELicense, true),
            ("actual-dwelling", ExemptionMethod.ELicense, true),
            ("proof-of-work", ExemptionMethod.Data, true),
            ("no-guardian", ExemptionMethod.Promise, false),
            ("household-register", ExemptionMethod.ELicense, false),
        ],
        Catalog.FindItem("primary-school-enrolment")!.Materials
            .Select(material => (material.Code, material.Method, material.IssuedByThisCity)));

    [Fact]
    public void Every_license_type_gives_identifiers_with_its_issuers()
    {
        foreach (var type in Catalog.LicenseTypes)
        {
            foreach (var issuer in type.IssuingDepartments.Select(key => Catalog.FindDepartment(key)!))
            {
                Assert.True(LicenseNumber.TryCreate(type.TypeCode, issuer.Code.Value, "1", 1, out var number));
                Assert.True(LicenseNumber.TryParse(number.Value, out _));
            }
        }
    }

    [Fact]
    public void Every_license_type_and_every_fact_is_of_use_in_some_item()
    {
        var materials = Catalog.Items.SelectMany(item => item.Materials).ToList();
        string[] outcomes = // of cases; no item here asks for them
        [
            "medical-institution-licence", "private-school-licence", "road-transport-permit", "teacher-qualification",
            "construction-planning-permit", "vocational-qualification", "vaccination-certificate",
            "subsistence-allowance-certificate", "tax-payment-certificate",
        ];

        Assert.Equal(
            Catalog.LicenseTypes.Select(type => type.Code).Except(outcomes).Order(),
            materials.SelectMany(material => material.LicenseTypes).Distinct().Order());
        Assert.Empty(Catalog.Facts.Select(fact => fact.Code).Except(materials.Select(material => material.FactCode)));
    }

    [Fact]
    public void Chinese_texts_are_Chinese_and_English_texts_are_not()
    {
        var materials = Catalog.Items.SelectMany(item => item.Materials).ToList();
        var types = Catalog.LicenseTypes;
        var texts = materials.Select(material => material.Name)
            .Concat(materials.Select(material => material.Basis))
            .Concat(Catalog.Items.Select(item => item.Name))
            .Concat(types.Select(type => type.Name))
            .Concat(types.Select(type => type.Basis))
            .Concat(types.SelectMany(type => type.Fields.Select(field => field.Label)))
            .Concat(Catalog.Facts.Select(fact => fact.Name))
            .Concat(Catalog.Departments.Select(department => department.Name));

        Assert.All(texts, text =>
        {
            Assert.Contains(text.Zh, IsHan);
            Assert.DoesNotContain(text.En, IsHan);
        });
    }

    private static bool IsHan(char c) => c is >= '\u4E00' and <= '\u9FFF';
}
