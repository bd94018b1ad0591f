namespace Licenses.Crypto.Seals;

/// <summary>Which standard a seal is built by.</summary>
public enum SealFormat
{
    /// <summary>GM/T 0031-2014: two parts, and the maker signs his certificate along.</summary>
    Gmt2014,

    /// <summary>GB/T 38540-2020, header version 4.</summary>
    Gbt2020,

    /// <summary>GM/T 0031-2025, header version 5: as the one before, with a timestamp over the maker's signature.</summary>
    Gmt2025,
}
