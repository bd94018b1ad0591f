namespace Licenses.Sealing.Desk;

/// <summary>What a register says of a seal.</summary>
public abstract record SealStanding
{
    private SealStanding() { } // closed: only the cases below exist

    /// <summary>This desk made the seal.</summary>
    /// <param name="Version">The very version.</param>
    /// <param name="Events">Every step of the seal's life, the first one first.</param>
    public sealed record Known(SealVersion Version, ImmutableArray<SealEvent> Events) : SealStanding
    {
        /// <summary>When the desk recorded that this version was applied to what was asked about; null where it did not.</summary>
        public DateTimeOffset? UsedAt { get; init; }
    }

    /// <summary>This desk did not make it.</summary>
    /// <param name="IsNumberTaken">Whether it made another seal of the same number.</param>
    public sealed record Unknown(bool IsNumberTaken) : SealStanding
    {
        /// <summary>Whether the seal says to be of an organisation whose seals this desk makes.</summary>
        public bool IsOfServedHouse { get; init; }
    }

    /// <summary>The register does not answer.</summary>
    public sealed record Unavailable(string Why) : SealStanding;

    /// <summary>Nobody was asked.</summary>
    public sealed record NotAsked : SealStanding;
}
