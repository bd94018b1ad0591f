using System.Text.Json.Nodes;
using Licenses.Catalog;

namespace Licenses.Tests.Catalog;

/// <summary>The story agrees with the catalogue: every step that it tells can be carried out.</summary>
public sealed class SampleStoryTests
{
    private static readonly JsonNode Story = JsonNode.Parse(File.ReadAllBytes(SampleCity.PathTo("story.json")))!;
    private static readonly string[] Grounds = ["ISSUED_BY_THIS_CITY", "E_LICENSE_AVAILABLE", "REPLACED"];

    private static readonly Dictionary<string, string[]> ReasonsOf = new()
    {
        ["EXEMPT"] = ["E_LICENSE_VERIFIED", "FACT_CONFIRMED", "ASSISTANCE_CONFIRMED", "PROMISE_GIVEN"],
        ["SUBMIT"] = ["NO_LICENSE_FOUND", "LICENSE_SUSPENDED", "LICENSE_REVOKED", "ONLY_APPLICANT"],
        ["UNDETERMINED"] = ["FACT_NOT_REPORTED", "ASSISTANCE_PENDING"],
    };

    private static CityCatalog Catalog => SampleCity.Catalog;

    private static Dictionary<string, Subject> Subjects => List("subjects").ToDictionary(
        each => Text(each, "key"),
        each => Subject.TryCreate(
            Text(each, "kind") == "PERSON" ? SubjectKind.Person : SubjectKind.Organisation,
            Text(each, "code"), (string?)each["name"]!["zh"], out var subject)
            ? subject
            : throw new FormatException($"subject {Text(each, "key")} is not well formed"));

    [Fact]
    public void Six_licenses_of_four_departments_can_be_issued_as_they_stand()
    {
        foreach (var license in List("licenses"))
        {
            var type = Catalog.FindLicenseType(Text(license, "type"))!;
            var fields = license["fields"]!.AsObject().ToDictionary(field => field.Key, field => (string)field.Value!);

            Assert.Contains(Text(license, "department"), type.IssuingDepartments);
            Assert.Equal(type.HolderKind, Subjects[Text(license, "holder")].Kind);
            Assert.Empty(FieldValidator.Validate(type, fields));
        }

        Assert.Equal(6, List("licenses").Count());
        Assert.Equal(4, List("licenses").Select(license => Text(license, "department")).Distinct().Count());
    }

    [Fact]
    public void A_face_that_shows_a_number_shows_the_holders()
    {
        foreach (var license in List("licenses"))
        {
            var type = Catalog.FindLicenseType(Text(license, "type"))!;
            var codes = type.Fields.Where(field => field.Kind is FieldKind.CitizenNumber or FieldKind.CreditCode)
                .Select(field => Text(license["fields"]!, field.Key));

            Assert.All(codes, code => Assert.Equal(Subjects[Text(license, "holder")].Code, code));
        }
    }

    [Fact]
    public void Facts_are_reported_by_the_departments_that_may() =>
        Assert.All(List("facts").Concat(List("laterFacts")), fact =>
        {
            Assert.Equal(Catalog.FindFact(Text(fact, "fact"))!.DepartmentKey, Text(fact, "department"));
            Assert.Contains(Text(fact, "subject"), Subjects.Keys);
        });

    [Fact]
    public void Each_check_expects_an_answer_for_each_material_in_order()
    {
        foreach (var @case in List("cases"))
        {
            var item = Catalog.FindItem(Text(@case, "item"))!;
            Assert.Equal(item.ApplicantKind, Subjects[Text(@case, "applicant")].Kind);
            Assert.Equal(["issued", "changed"], @case["expected"]!.AsArray().Select(each => Text(each!, "after")));
            foreach (var expected in @case["expected"]!.AsArray().Select(each => each!["materials"]!.AsArray()))
            {
                Assert.Equal(
                    item.Materials.Select(material => material.Code), expected.Select(each => Text(each!, "material")));
                Assert.All(expected, each =>
                    Assert.Contains(Text(each!, "reasonCode"), ReasonsOf[Text(each!, "decision")]));
                Assert.All(expected, each => Assert.Equal(
                    Text(each!, "decision") == "EXEMPT", Grounds.Contains((string?)each!["ground"])));
            }
        }
    }

    [Fact]
    public void An_expected_exemption_rests_on_the_limb_that_the_catalogue_gives_the_material()
    {
        foreach (var @case in List("cases"))
        {
            var materials = Catalog.FindItem(Text(@case, "item"))!.Materials.ToDictionary(material => material.Code);
            foreach (var each in @case["expected"]!.AsArray().SelectMany(each => each!["materials"]!.AsArray()))
            {
                var material = materials[Text(each!, "material")];
                var ground = material switch
                {
                    { IssuedByThisCity: true } => "ISSUED_BY_THIS_CITY",
                    { Method: ExemptionMethod.ELicense } => "E_LICENSE_AVAILABLE",
                    _ => "REPLACED",
                };
                Assert.Equal(Text(each!, "decision") == "EXEMPT" ? ground : null, (string?)each!["ground"]);
            }
        }
    }

    [Fact]
    public void Changes_verifications_and_the_download_name_licenses_of_the_story()
    {
        var issuers = List("licenses").ToDictionary(each => Text(each, "key"), each => Text(each, "department"));
        var changed = List("changes").Select(change => Text(change, "license"));

        Assert.All(List("changes"), each => Assert.Equal(issuers[Text(each, "license")], Text(each, "department")));
        Assert.Equal(["SUSPEND", "REVOKE"], List("changes").Select(change => Text(change, "change")));
        Assert.All(List("verifications"), each => Assert.Contains(Text(each, "document"), issuers.Keys));
        Assert.DoesNotContain(Text(Story["download"]!, "license"), changed);
    }

    private static IEnumerable<JsonNode> List(string member) => Story[member]!.AsArray().Select(each => each!);

    private static string Text(JsonNode node, string member) => (string)node[member]!;
}
