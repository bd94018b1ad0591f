using Licenses.Crypto.Signatures;

namespace Licenses.Sealing;

/// <summary>The sealing keys of the departments. Keys are used, not seen.</summary>
public interface ISealKeyring
{
    /// <summary>The key of an organisation; null where it has none of that family.</summary>
    /// <exception cref="SealKeyUnavailableException">It has one, but it cannot be used: out of time, revoked, or its token does not answer.</exception>
    ValueTask<ISealKey?> FindAsync(string organisationCode, KeyFamily family, CancellationToken cancellationToken);
}

/// <summary>A sealing key exists but cannot be used now.</summary>
public sealed class SealKeyUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
