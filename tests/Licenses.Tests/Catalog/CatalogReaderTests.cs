using System.Text;
using System.Text.Json.Nodes;
using Licenses.Catalog;

namespace Licenses.Tests.Catalog;

public sealed class CatalogReaderTests
{
    [Fact]
    public void A_right_catalogue_is_read_whole()
    {
        var catalog = SmallCatalog.Read();

        Assert.Equal("Some City", catalog.CityName.En);
        Assert.True(catalog.FindDepartment("police")!.OfThisCity);
        Assert.Equal("far", catalog.FindDepartmentByCode("11430000006122244L")!.Key);
        Assert.Equal(TimeSpan.FromDays(30), catalog.FindLicenseType("permit")!.DefaultValidity);
        Assert.Null(catalog.FindLicenseType("far-permit")!.DefaultValidity);
        Assert.Equal(["红", "绿"], catalog.FindLicenseType("permit")!.Fields[1].Choices);
        Assert.Equal(
            [
                ExemptionMethod.ELicense, ExemptionMethod.Data, ExemptionMethod.Assistance,
                ExemptionMethod.Promise, ExemptionMethod.None,
            ],
            catalog.FindItem("item")!.Materials.Select(material => material.Method));
    }

    [Fact]
    public void A_looked_up_material_names_the_department_that_reports_the_fact() =>
        Assert.Equal("police", SmallCatalog.Read().FindItem("item")!.Materials[1].SourceDepartment);

    [Theory]
    [InlineData("$.city.en", "")]
    [InlineData("$.city.en", " x")]
    [InlineData("$.city.en", "line\nbreak")]
    [InlineData("$.city.en", "lost \uFFFD")]
    [InlineData("$.city.en", "turned \u202E round")]
    [InlineData("$.departments[0].code", "11100000000013338X")]
    [InlineData("$.departments[1].code", "11100000000013338W")]
    [InlineData("$.departments[1].key", "police")]
    [InlineData("$.departments[1].key", "Far")]
    [InlineData("$.departments[1].key", "far--away")]
    [InlineData("$.licenseTypes[0].typeCode", "11100000000013338W0a1")]
    [InlineData("$.licenseTypes[0].typeCode", "11100000000013338W0A")]
    [InlineData("$.licenseTypes[0].typeCode", "11100000000013338X0A1")]
    [InlineData("$.licenseTypes[1].typeCode", "11100000000013338W0A1")]
    [InlineData("$.licenseTypes[0].holderKind", "PEOPLE")]
    [InlineData("$.licenseTypes[0].issuingDepartments[0]", "nobody")]
    [InlineData("$.licenseTypes[0].fields[1].key", "remarks")]
    [InlineData("$.licenseTypes[0].fields[1].key", "two words")]
    [InlineData("$.licenseTypes[0].fields[1].choices[1]", "红")]
    [InlineData("$.facts[0].department", "nobody")]
    [InlineData("$.items[0].department", "nobody")]
    [InlineData("$.items[0].materials[0].licenseTypes[0]", "nothing")]
    [InlineData("$.items[0].materials[1].fact", "nothing")]
    [InlineData("$.items[0].materials[2].sourceDepartment", "nobody")]
    [InlineData("$.items[0].materials[3].code", "a")]
    [InlineData("$.items[0].materials[4].method", "e_license")]
    public void A_wrong_text_is_refused_at_its_path(string path, string text)
    {
        var problems = SmallCatalog.ProblemsAfter(catalog => At(catalog, path).ReplaceWith(text));

        Assert.Contains(problems, problem => problem.Path == path);
    }

    [Fact]
    public void Every_member_that_is_left_out_is_missed_at_its_path()
    {
        const string Optional = "$.licenseTypes[0].defaultValidityDays";
        foreach (var path in Paths(SmallCatalog.Node()).Where(path => path != Optional))
        {
            var problems = SmallCatalog.ProblemsAfter(catalog => Remove(At(catalog, path)));

            Assert.Contains(problems, problem => problem.Path == path);
        }
    }

    [Fact]
    public void Every_member_of_another_kind_is_refused_at_its_path()
    {
        foreach (var path in Paths(SmallCatalog.Node()))
        {
            var problems = SmallCatalog.ProblemsAfter(catalog => At(catalog, path).ReplaceWith(JsonNode.Parse("1.5")));

            Assert.Contains(problems, problem => problem.Path == path);
        }
    }

    [Fact]
    public void Every_empty_list_is_refused_at_its_path()
    {
        foreach (var path in Paths(SmallCatalog.Node()).Where(path => At(SmallCatalog.Node(), path) is JsonArray))
        {
            var problems = SmallCatalog.ProblemsAfter(catalog => At(catalog, path).ReplaceWith(new JsonArray()));

            Assert.Contains(problems, problem => problem.Path == path);
        }
    }

    [Fact]
    public void An_unknown_member_is_refused_wherever_it_stands()
    {
        var right = SmallCatalog.Node();
        var objects = Paths(right).Where(path => At(right, path) is JsonObject).Append("$").ToList();
        foreach (var path in objects)
        {
            var problems = SmallCatalog.ProblemsAfter(catalog => At(catalog, path)["surprise"] = true);

            Assert.Equal([$"{path}.surprise"], problems.Select(problem => problem.Path));
        }

        Assert.NotEmpty(objects);
    }

    [Fact]
    public void A_member_given_twice_is_refused()
    {
        var json = SmallCatalog.BytesAfter(
            "\"holderKind\": \"PERSON\"", "\"holderKind\": \"PERSON\", \"holderKind\": \"ORGANISATION\"");

        var exception = Assert.Throws<CatalogFormatException>(() => CatalogReader.Read(json));

        Assert.Equal("$.licenseTypes[0].holderKind", Assert.Single(exception.Problems).Path);
    }

    [Fact]
    public void All_problems_come_at_once_and_all_stand_in_the_message()
    {
        var exception = Assert.Throws<CatalogFormatException>(() => SmallCatalog.Read(catalog =>
        {
            catalog["city"]!["zh"] = "";
            catalog["departments"]![1]!["code"] = "1";
            catalog["facts"]![0]!["department"] = "nobody";
            catalog["items"]![0]!["materials"]![0]!["issuedByThisCity"] = false;
        }));

        Assert.Equal(
            ["$.city.zh", "$.departments[1].code", "$.facts[0].department", "$.items[0].materials[0].issuedByThisCity"],
            exception.Problems.Select(problem => problem.Path));
        Assert.All(exception.Problems, each => Assert.Contains($"{each}", exception.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0, false)] // only this city issues it, so the first exemption must not be missed
    [InlineData(2, true)] // another province answers, so the first exemption must not be claimed
    public void A_material_may_not_name_the_wrong_exemption(int material, bool issuedByThisCity)
    {
        var problems = SmallCatalog.ProblemsAfter(catalog =>
            catalog["items"]![0]!["materials"]![material]!["issuedByThisCity"] = issuedByThisCity);

        Assert.Equal($"$.items[0].materials[{material}].issuedByThisCity", Assert.Single(problems).Path);
    }

    [Fact]
    public void A_license_that_another_province_may_issue_is_no_material_of_this_city()
    {
        var problems = SmallCatalog.ProblemsAfter(catalog =>
            catalog["items"]![0]!["materials"]![0]!["licenseTypes"]!.AsArray().Add("far-permit"));

        Assert.Equal("$.items[0].materials[0].issuedByThisCity", Assert.Single(problems).Path);
    }

    [Theory]
    [InlineData("3651000")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1e30")]
    public void A_validity_out_of_range_is_refused(string days)
    {
        var problems = SmallCatalog.ProblemsAfter(catalog =>
            catalog["licenseTypes"]![0]!["defaultValidityDays"] = JsonNode.Parse(days));

        Assert.Equal("$.licenseTypes[0].defaultValidityDays", Assert.Single(problems).Path);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{ } x")]
    [InlineData("{ \"city\": { \"zh\": \"\\ud800\", \"\\udc00\": 1 } }")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]")]
    public void What_is_no_catalogue_at_all_is_refused_in_the_same_way(string text)
    {
        var exception = Assert.Throws<CatalogFormatException>(() => CatalogReader.Read(Encoding.UTF8.GetBytes(text)));

        Assert.NotEmpty(exception.Problems);
    }

    [Fact]
    public void A_catalogue_with_any_byte_changed_is_read_or_refused_but_never_crashes()
    {
        var right = SmallCatalog.Bytes();
        for (int i = 0; i < right.Length; i++)
        {
            foreach (byte value in (ReadOnlySpan<byte>)[0, (byte)'"', (byte)'{', (byte)'9', 0x80, 0xFF])
            {
                var changed = right.ToArray();
                changed[i] = value;
                try
                {
                    CatalogReader.Read(changed);
                }
                catch (CatalogFormatException exception)
                {
                    Assert.NotEmpty(exception.Problems);
                }
            }
        }
    }

    private static JsonNode At(JsonNode root, string path) =>
        path[1..].Split(['.', '['], StringSplitOptions.RemoveEmptyEntries).Aggregate(root, (node, step) =>
            step.EndsWith(']') ? node[int.Parse(step[..^1])]! : node[step]!);

    private static void Remove(JsonNode node) => node.Parent!.AsObject().Remove(node.GetPropertyName());

    /// <summary>Path of every member of every object, as the reader writes paths.</summary>
    private static IEnumerable<string> Paths(JsonNode? node, string path = "$") => node switch
    {
        JsonObject found => found.SelectMany(member =>
            Paths(member.Value, $"{path}.{member.Key}").Prepend($"{path}.{member.Key}")),
        JsonArray found => found.SelectMany((each, i) => Paths(each, $"{path}[{i}]")),
        _ => [],
    };
}
