using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using Licenses.Crypto.X509;
using Licenses.Server.Caching;
using Licenses.Trust;

namespace Licenses.Server.Tests.Caching;

/// <summary>Facts on the wire: whatever their times, they come back as they were or not at all.</summary>
public sealed class RevocationWireTests
{
    private static readonly RevocationWire Wire = new(SHA256.HashData("tag key"u8));
    private static readonly RevocationKey Key = new(7, new IssuerKey(8, 9));

    private static Gen<DateTimeOffset> Instants => Gen.OneOf(
        from high in Gen.Choose(0, int.MaxValue)
        from low in Gen.Choose(0, int.MaxValue)
        select new DateTimeOffset((((long)high << 31) | (uint)low) % (DateTime.MaxValue.Ticks + 1), TimeSpan.Zero),
        Gen.Elements(
            DateTimeOffset.MinValue, DateTimeOffset.MaxValue, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddTicks(-1),
            new DateTimeOffset(1950, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2050, 1, 1, 0, 0, 0, TimeSpan.Zero)));

    private static Gen<RevocationFact> Facts =>
        from asOf in Instants
        from fetched in Instants
        from refresh in Instants
        from revoked in Gen.OneOf(Gen.Constant((DateTimeOffset?)null), Instants.Select(at => (DateTimeOffset?)at))
        from next in Gen.OneOf(Gen.Constant((DateTimeOffset?)null), Instants.Select(at => (DateTimeOffset?)at))
        from reason in Gen.Elements(Enum.GetValues<RevocationReason>())
        from reliable in Gen.OneOf(Gen.Constant((DateTimeOffset?)null), Instants.Select(at => (DateTimeOffset?)at))
        from complete in Gen.Elements(true, false)
        select new RevocationFact(
            Key, revoked, revoked is null ? RevocationReason.Unspecified : reason, asOf, next, fetched, "CRL 7 of CN=本市样例")
        {
            RefreshAt = refresh, ReliableUntil = reliable, IsFromCompleteList = complete,
        };

    [Fact]
    public void Every_fact_comes_back_as_it_was_whatever_its_times() =>
        Prop.ForAll(Facts.ToArbitrary(), fact => Wire.Read(Key, Wire.Write(fact)) == fact)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Fact]
    public void A_revocation_of_any_time_is_never_read_as_good() =>
        Prop.ForAll(Facts.Where(fact => fact.IsRevoked).ToArbitrary(), fact => Wire.Read(Key, Wire.Write(fact)) is not { IsRevoked: false })
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Fact]
    public void Of_two_facts_the_fields_that_Redis_compares_say_which_supersedes() =>
        Prop.ForAll(Facts.ToArbitrary(), Facts.ToArbitrary(), (one, other) =>
                Math.Sign(string.CompareOrdinal(Order(one), Order(other))) is var order
                && (order > 0) == one.Supersedes(other) && (order < 0) == other.Supersedes(one))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Fact]
    public void What_does_not_agree_with_itself_is_nothing_even_under_a_right_tag()
    {
        var now = DateTimeOffset.UtcNow;
        var revoked = new RevocationFact(Key, now, RevocationReason.KeyCompromise, now, now.AddHours(1), now, "x");
        foreach (var fact in (RevocationFact[])[
            revoked, revoked with { Reason = RevocationReason.CertificateHold }, revoked with { RevokedAt = null, Reason = RevocationReason.Unspecified }])
        {
            string[] fields = Wire.Write(fact).Split(' ')[..^1];
            Assert.NotNull(Wire.Read(Key, Wire.Sign(Key, Wire.Basis, string.Join(' ', fields))));
            for (int i = 0; i < fields.Length; i++)
            {
                foreach (var other in (string[])["-", "", "0", "1", "good", "hold", "revoked", "-5", "+5", " 5", "9", "99999999999999999999", "Unspecified", "KeyCompromise"])
                {
                    string[] changed = [.. fields];
                    changed[i] = other;
                    var read = Wire.Read(Key, Wire.Sign(Key, Wire.Basis, string.Join(' ', changed)));
                    Assert.False(
                        read is not null && read.IsRevoked != fact.IsRevoked, $"field {i} = '{other}' changes what it says: {read}");
                }
            }
        }
    }

    private static string Order(RevocationFact fact) => string.Join(' ', Wire.Write(fact).Split(' ')[..3]);
}
