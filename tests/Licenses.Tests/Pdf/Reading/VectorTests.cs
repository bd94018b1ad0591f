using Licenses.Testing.Attacks;
using Licenses.Testing.SharedData;

namespace Licenses.Tests.Pdf.Reading;

/// <summary>
/// Documents under tests/vectors/pdf. LICENSES_WRITE_VECTORS=1 adds the attack builder's that are not there yet; delete
/// one to have it made anew.
/// </summary>
public sealed class VectorTests
{
    private static readonly string Folder = RepositoryRoot.PathTo("tests", "vectors", "pdf");

    public static TheoryData<string> Names =>
        [.. Directory.EnumerateFiles(Folder, "*.vector").Select(path => Path.GetFileNameWithoutExtension(path)).Order()];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_vector_gets_what_its_header_says(string name)
    {
        var vector = Vector.Read(Path.Combine(Folder, name + ".vector"));

        Judgement.Assert(vector.Document, vector.Pades, vector.Strict, vector.Check);
    }

    [Fact]
    public async Task Every_attack_of_the_builder_has_a_vector()
    {
        var missing = AttackCatalog.All.Where(attack => !File.Exists(Path.Combine(Folder, attack.Name + ".vector"))).ToList();
        if (Environment.GetEnvironmentVariable("LICENSES_WRITE_VECTORS") is "1")
        {
            foreach (var attack in missing)
            {
                new Vector(attack.Name, attack.Rule, attack.Pades, attack.Strict, attack.Check, "attack builder", await attack.Build())
                    .Write(Folder);
            }

            missing.Clear();
        }

        Assert.Empty(missing.Select(attack => attack.Name));
    }
}
