namespace Licenses.Sealing;

/// <summary>How new the data about a document's certificates must be.</summary>
internal enum EvidenceDemand
{
    /// <summary>In force at the time that counts, or newer.</summary>
    InForce,

    /// <summary>Newer than the proof of what is proven to exist; in force for the rest.</summary>
    Newer,

    /// <summary>Newer than the proof; what no timestamp proves yet is left for later.</summary>
    NewerWhereProven,
}
