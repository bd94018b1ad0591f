namespace Licenses.Testing.Attacks;

/// <summary>An attack in two steps: what is signed, and what comes later. A body that is empty makes its object free.</summary>
internal sealed record PreparedAttack(string Name, (int Number, string Body)[] Signed)
{
    private const int SignedSize = SealedSample.Size + 11;

    public static PreparedAttack Signing(string name, params (int Number, string Body)[] signed) => new(name, signed);

    /// <summary>The later revision must be refused as a forbidden change.</summary>
    public AttackCase Refusing(params (int Number, string Body)[] later) =>
        AttackCase.Refused(Name, "R18", "FORBIDDEN_CHANGE", () => BuildAsync(new SealedSample(), later));

    /// <summary>The same on a document that is certified for filling in, and refused for that.</summary>
    public AttackCase RefusingCertified(params (int Number, string Body)[] later) =>
        AttackCase.Refused(Name, "R17", "FORM_FILLING", () => BuildAsync(new SealedSample { Certify = 2 }, later));

    public AttackCase AllowingLate(params (int Number, string Body)[] later) =>
        AttackCase.HonestButLate(Name, "R17", "FORM_FILLING", () => BuildAsync(new SealedSample(), later));

    public AttackCase Allowing(params (int Number, string Body)[] later) =>
        AttackCase.Honest(Name, "R18", () => BuildAsync(new SealedSample(), later));

    private Task<byte[]> BuildAsync(SealedSample sample, (int Number, string Body)[] later) => (sample with
    {
        Others = Signed.Where(item => item.Body.Length > 0).ToDictionary(item => item.Number, item => item.Body),
        Shape = revision => revision with
        {
            Size = SignedSize,
            Freed = [.. Signed.Where(item => item.Body.Length == 0).Select(item => item.Number)],
        },
    }).ThenAsync(new RawRevision
    {
        Objects = later.Where(item => item.Body.Length > 0).ToDictionary(item => item.Number, item => item.Body),
        Freed = [.. later.Where(item => item.Body.Length == 0).Select(item => item.Number)],
    });
}
