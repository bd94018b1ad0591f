using System.Collections.Immutable;
using Licenses.Crypto;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;
using Licenses.Testing.Attacks;

namespace Licenses.Tests.Pdf.Reading;

/// <summary>The document as it was sealed can be given back: cut where the seal says, it stands alone.</summary>
public sealed class SignedPrefixTests
{
    public static TheoryData<string> Names =>
        [.. AttackCatalog.All.Where(attack => attack.Pades == Verdict.Passed).Select(attack => attack.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task What_was_sealed_stands_alone(string name) => AssertStandsAlone(await AttackCatalog.Find(name).Build(), name);

    [Fact]
    public void What_others_signed_stands_alone()
    {
        foreach (var row in SharedCorpus.Rows())
        {
            AssertStandsAlone(File.ReadAllBytes(row.Path), row.Name);
        }
    }

    private static void AssertStandsAlone(byte[] document, string name)
    {
        foreach (var signature in Inspect(document).Where(signature => signature.Intact))
        {
            byte[] sealedThen = document[..(int)signature.SignedLength!.Value];

            var alone = Assert.Single(Inspect(sealedThen), other => other.SignedLength == signature.SignedLength);

            Assert.True(alone.Intact && alone.CoversWholeFile, $"{name}, {signature.Field}");
            Assert.Equal(Licenses.Pdf.Difference.ChangeLevel.None, alone.ChangesAfter);
        }
    }

    private static ImmutableArray<InspectedSignature> Inspect(byte[] document)
    {
        try
        {
            return PdfInspector.Inspect(PdfSource.FromMemory(document), new() { Policy = InspectionPolicy.Pades }).Signatures;
        }
        catch (PdfFormatException)
        {
            return [];
        }
    }
}
