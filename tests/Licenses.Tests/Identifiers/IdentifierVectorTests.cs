using Licenses.Testing.SharedData;

namespace Licenses.Tests.Identifiers;

/// <summary>Identifiers that others made, with the answers that others computed.</summary>
public sealed class IdentifierVectorTests
{
    private const string Correction = "correct is ";

    [Fact]
    public void Each_vector_gets_its_expected_answer()
    {
        var rows = SharedMaterial.Rows("vectors", "ids.tsv");

        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.Equal(row["expected"] == "valid", IsAccepted(row["kind"], row["value"])));
    }

    [Fact]
    public void Each_identifier_that_is_refused_for_another_reason_still_has_the_check_character_that_is_said_of_it()
    {
        foreach (var row in SharedMaterial.Rows("vectors", "ids.tsv").Where(row => row["kind"] == "license_id"))
        {
            var expected = row["expected"] switch
            {
                var text when text.StartsWith("valid") || text.StartsWith("checkchar-valid") => row["value"][^1],
                var text when text.Contains(Correction) =>
                    text[text.IndexOf(Correction, StringComparison.Ordinal) + Correction.Length],
                _ => (char?)null,
            };
            var covered = row["value"][(LicenseNumber.Root.Length + 1)..^1].Replace(".", "", StringComparison.Ordinal);

            Assert.Equal(expected, CheckCharacter.Mod37And36(covered));
        }
    }

    private static bool IsAccepted(string kind, string value) => kind switch
    {
        "license_id" => LicenseNumber.TryParse(value, out var number) && number.Value == value,
        "uscc" => CreditCode.TryParse(value, out var code) && code.Value == value,
        "citizen_id" => CitizenNumber.TryParse(value, out var number) && number.Value == value,
        _ => throw new FormatException($"unknown kind of vector: {kind}"),
    };
}
