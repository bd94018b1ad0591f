using System.Text;
using System.Text.Json.Nodes;
using Licenses.Catalog;

namespace Licenses.Tests.Catalog;

/// <summary>The least catalogue that uses every method: right as it stands, to be spoilt by tests.</summary>
internal static class SmallCatalog
{
    private const string Text = """
        {
          "city": { "zh": "某市", "en": "Some City" },
          "departments": [
            { "key": "police", "code": "11100000000013338W", "ofThisCity": true,
              "name": { "zh": "公安", "en": "Police" } },
            { "key": "far", "code": "11430000006122244L", "ofThisCity": false,
              "name": { "zh": "外省", "en": "Far" } }
          ],
          "licenseTypes": [
            { "code": "permit", "typeCode": "11100000000013338W0A1", "name": { "zh": "证", "en": "Permit" },
              "holderKind": "PERSON", "issuingDepartments": ["police"], "defaultValidityDays": 30,
              "basis": { "zh": "法", "en": "Law" }, "fields": [
                { "key": "remarks", "label": { "zh": "备注", "en": "Remarks" },
                  "kind": "TEXT", "required": false, "maxLength": 5 },
                { "key": "colour", "label": { "zh": "颜色", "en": "Colour" },
                  "kind": "CHOICE", "required": true, "choices": ["红", "绿"] }
              ] },
            { "code": "far-permit", "typeCode": "11430000006122244L0A1", "name": { "zh": "外证", "en": "Far permit" },
              "holderKind": "ORGANISATION", "issuingDepartments": ["far"], "basis": { "zh": "法", "en": "Law" },
              "fields": [{ "key": "on", "label": { "zh": "日期", "en": "On" }, "kind": "DATE", "required": true }] }
          ],
          "facts": [{ "code": "paid", "name": { "zh": "已缴", "en": "Paid" }, "department": "police" }],
          "items": [
            { "code": "item", "name": { "zh": "事项", "en": "Item" }, "department": "police", "applicantKind": "PERSON",
              "materials": [
                { "code": "a", "name": { "zh": "甲", "en": "A" }, "method": "E_LICENSE", "licenseTypes": ["permit"],
                  "issuedByThisCity": true, "basis": { "zh": "法", "en": "Law" } },
                { "code": "b", "name": { "zh": "乙", "en": "B" }, "method": "DATA", "fact": "paid",
                  "issuedByThisCity": true, "basis": { "zh": "法", "en": "Law" } },
                { "code": "c", "name": { "zh": "丙", "en": "C" }, "method": "ASSISTANCE", "sourceDepartment": "far",
                  "issuedByThisCity": false, "basis": { "zh": "法", "en": "Law" } },
                { "code": "d", "name": { "zh": "丁", "en": "D" }, "method": "PROMISE",
                  "issuedByThisCity": false, "basis": { "zh": "法", "en": "Law" } },
                { "code": "e", "name": { "zh": "戊", "en": "E" }, "method": "NONE",
                  "issuedByThisCity": false, "basis": { "zh": "法", "en": "Law" } }
              ] }
          ]
        }
        """;

    public static JsonNode Node() => JsonNode.Parse(Text)!;

    public static CityCatalog Read(Action<JsonNode>? change = null) => CatalogReader.Read(Bytes(change));

    /// <summary>What the reader says about the catalogue after a change.</summary>
    public static IReadOnlyList<CatalogProblem> ProblemsAfter(Action<JsonNode> change) =>
        Assert.Throws<CatalogFormatException>(() => Read(change)).Problems;

    public static byte[] Bytes(Action<JsonNode>? change = null)
    {
        var node = Node();
        change?.Invoke(node);
        return Encoding.UTF8.GetBytes(node.ToJsonString());
    }

    public static byte[] BytesAfter(string from, string to)
    {
        Assert.Contains(from, Text, StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(Text.Replace(from, to, StringComparison.Ordinal));
    }
}
