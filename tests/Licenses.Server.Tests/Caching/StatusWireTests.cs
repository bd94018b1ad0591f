using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using Licenses.Revocation;
using Licenses.Server.Caching;
using Licenses.Server.Tests.Storage;

namespace Licenses.Server.Tests.Caching;

/// <summary>Statuses on the wire: whatever their times, they come back as they were (to the microsecond) or not at all.</summary>
public sealed class StatusWireTests
{
    private static readonly StatusWire Wire = new(SHA256.HashData("tag key"u8));
    private static readonly LicenseNumber Number = Sample.NextNumber();

    private static Gen<DateTimeOffset> Instants => Gen.OneOf(
        from high in Gen.Choose(0, int.MaxValue)
        from low in Gen.Choose(0, int.MaxValue)
        select Microsecond((((long)high << 31) | (uint)low) % (DateTime.MaxValue.Ticks + 1)),
        Gen.Elements(DateTimeOffset.MinValue, Microsecond(DateTime.MaxValue.Ticks), DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddMicroseconds(-1)));

    private static Gen<(StatusEntry Entry, DateTimeOffset NotAfter)> Entries =>
        from asOf in Instants
        from changed in Instants
        from end in Instants
        from until in Gen.OneOf(Gen.Constant((DateTimeOffset?)null), Instants.Select(at => (DateTimeOffset?)at))
        from state in Gen.Elements(Enum.GetValues<LicenseState>())
        from reason in Gen.Elements(Enum.GetValues<StateReason>())
        from version in Gen.Choose(0, int.MaxValue)
        select (new StatusEntry(Number, new StoredStatus(state, version, reason, changed), until, asOf), end);

    [Fact]
    public void Every_status_comes_back_as_it_was_whatever_its_times() =>
        Prop.ForAll(Entries.ToArbitrary(), pair => Wire.Read(Number, Wire.Write(pair.Entry, pair.NotAfter)) is { } read
                && read.Entry == pair.Entry && read.NotAfter == pair.NotAfter)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Fact]
    public void What_reads_in_two_ways_is_nothing_even_under_a_right_tag()
    {
        var now = Microsecond(DateTimeOffset.UtcNow.UtcTicks);
        var entry = new StatusEntry(Number, new StoredStatus(LicenseState.Active, 3, default, now), now, now);
        string[] fields = Wire.Write(entry, now).Split(' ')[..^1];
        Assert.NotNull(Wire.Read(Number, Wire.Sign(Number, string.Join(' ', fields))));
        for (int i = 0; i < fields.Length; i++)
        {
            foreach (var other in (string[])["", "x", "+5", " 5", "05", "99999999999999999999", "9223372036854775807", "-9223372036854775808", "0x7", "active", "4711"])
            {
                string[] changed = [.. fields];
                changed[i] = other;
                var read = Wire.Read(Number, Wire.Sign(Number, string.Join(' ', changed)));
                Assert.True(read is null || Wire.Write(read.Entry, read.NotAfter) == Wire.Sign(Number, string.Join(' ', changed)), $"field {i} = '{other}'");
            }
        }
    }

    private static DateTimeOffset Microsecond(long ticks) => new(ticks - (ticks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
}
