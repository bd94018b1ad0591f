namespace Licenses.Testing.Attacks;

/// <summary>How a signer, or who forges one, departs from what he should cover.</summary>
public sealed record SigningFault
{
    /// <summary>Bytes in front of the hexadecimal string that the gap leaves out as well.</summary>
    public int GapBefore { get; init; }

    /// <summary>Bytes behind it.</summary>
    public int GapAfter { get; init; }

    /// <summary>Where the covered bytes end; null: with the document.</summary>
    public int? End { get; init; }

    /// <summary>How the message is put together; null: as it should be.</summary>
    public RawCms? Cms { get; init; }

    /// <summary>Makes the whole value of /Contents; null: a message.</summary>
    public Func<CoveredBytes, Task<byte[]>>? Value { get; init; }

    /// <summary>What /Contents begins with.</summary>
    public string GapOpening { get; init; } = "<";
}
