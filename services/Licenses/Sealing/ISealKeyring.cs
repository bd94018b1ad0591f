using Licenses.Crypto.Signatures;

namespace Licenses.Sealing;

/// <summary>The sealing keys of the departments. Keys are used, not seen.</summary>
public interface ISealKeyring
{
    /// <summary>The key of an organisation; null where it has none.</summary>
    /// <exception cref="SealKeyUnavailableException">It has one, but the token that holds it does not answer.</exception>
    ValueTask<ISealKey?> FindAsync(string organisationCode, CancellationToken cancellationToken);
}

/// <summary>A sealing key exists but cannot be used now.</summary>
public sealed class SealKeyUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
