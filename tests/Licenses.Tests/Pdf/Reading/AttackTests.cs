using Licenses.Testing.Attacks;

namespace Licenses.Tests.Pdf.Reading;

public sealed class AttackTests
{
    public static TheoryData<string> Names => [.. AttackCatalog.All.Select(attack => attack.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_document_gets_its_verdict_for_its_reason(string name)
    {
        var attack = AttackCatalog.Find(name);

        byte[] document = await attack.Build();

        Judgement.Assert(document, attack.Pades, attack.Strict, attack.Check);
    }
}
