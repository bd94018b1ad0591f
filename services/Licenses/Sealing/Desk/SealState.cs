namespace Licenses.Sealing.Desk;

/// <summary>Where a seal of the desk is in its life. That it is past its end follows from the date and is no state.</summary>
public enum SealState
{
    /// <summary>Asked for; nobody has made it yet.</summary>
    Requested,

    /// <summary>Made, and may be applied within its validity.</summary>
    Active,

    /// <summary>May not be applied for now.</summary>
    Frozen,

    /// <summary>Ended for good.</summary>
    Cancelled,

    /// <summary>Never made.</summary>
    Rejected,
}
