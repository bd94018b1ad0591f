namespace Licenses.Trust.Lists;

/// <summary>Remembers the greatest trust list seen, so that an older one cannot be played back.</summary>
public interface ITrustListMemory
{
    /// <summary>The last list accepted; null where none was yet.</summary>
    /// <exception cref="IOException">The memory cannot be read: no list may be accepted.</exception>
    SeenTrustList? Recall();

    void Remember(SeenTrustList seen);
}
