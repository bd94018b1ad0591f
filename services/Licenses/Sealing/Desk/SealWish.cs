namespace Licenses.Sealing.Desk;

/// <summary>What one person asks for and another must approve.</summary>
public enum SealWish
{
    /// <summary>To make a seal.</summary>
    Make,

    /// <summary>To make it anew, because a signer's certificate was renewed or what it shows has changed.</summary>
    Remake,

    /// <summary>To let a frozen seal be applied again: what one person took away in haste, two give back.</summary>
    Unfreeze,

    /// <summary>To end it for good.</summary>
    Cancel,
}
