namespace Licenses.Sealing.Desk;

/// <summary>What somebody does with a seal that the desk knows.</summary>
public enum SealAction
{
    /// <summary>Takes it out of use at once; one person.</summary>
    Freeze,

    /// <summary>Asks to give it back; another person approves.</summary>
    Unfreeze,

    /// <summary>Asks to end it for good; another person approves.</summary>
    Cancel,

    /// <summary>Approves what waits; a second person.</summary>
    Approve,

    /// <summary>Drops what waits.</summary>
    Reject,
}
