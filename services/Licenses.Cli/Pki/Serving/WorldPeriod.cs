namespace Licenses.Cli.Pki.Serving;

/// <summary>From when to when something published counts.</summary>
internal sealed record WorldPeriod(DateTimeOffset ThisUpdate, DateTimeOffset NextUpdate)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Now, for as long as the world's lists last; or as a fault wants it.</summary>
    public static WorldPeriod At(DateTimeOffset now, TimeSpan lifetime, WorldFault fault)
    {
        var start = fault switch
        {
            WorldFault.Expired => now - lifetime - Day,
            WorldFault.Behind => now - (lifetime / 3),
            WorldFault.Future => now + Day,
            _ => now,
        };
        start = new DateTimeOffset(start.Ticks - (start.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
        return new WorldPeriod(start, start + lifetime);
    }
}
