namespace Licenses.Verification;

/// <summary>The validation process of EN 319 102-1 that decided about a signature.</summary>
public enum ValidationProcess
{
    /// <summary>5.3, basic signatures: everything is judged as of the time of verification.</summary>
    Basic,

    /// <summary>5.5, signatures with time: as of the time that a signature timestamp proves.</summary>
    WithTime,

    /// <summary>5.6, long-term availability: by document timestamps and by validation data that is older than they.</summary>
    LongTerm,
}
