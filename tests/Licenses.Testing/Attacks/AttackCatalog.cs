namespace Licenses.Testing.Attacks;

/// <summary>All documents that the attack builder makes, honest ones among them.</summary>
public static class AttackCatalog
{
    public static IReadOnlyList<AttackCase> All { get; } =
    [
        AttackCase.Honest("sealed-and-left-alone", "R10", () => new SealedSample().SealAsync()),
        AttackCase.Honest("certified-and-left-alone", "R19", () => new SealedSample { Certify = 1 }.SealAsync()),
        .. ByteRangeAttacks.All(),
        .. ContentsAttacks.All(),
        .. OwnershipAttacks.All(),
        .. ContentChangeAttacks.All(),
        .. FormAttacks.All(),
        .. ValidationDataAttacks.All(),
        .. StructureAttacks.All(),
        .. LimitAttacks.All(),
        .. ShadowAttacks.All(),
        .. NewFieldAttacks.All(),
        .. LaterRevisionAttacks.All(),
        .. HonestUpdates.All(),
        .. CmsAttacks.All(),
        .. QuietChangeAttacks.All(),
        .. DoubleReadingAttacks.All(),
        .. LateMetadataAttacks.All(),
        .. SesAttacks.All(),
        .. NationalMessageAttacks.All(),
    ];

    public static AttackCase Find(string name) => All.Single(attack => attack.Name == name);
}
