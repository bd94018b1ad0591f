namespace Licenses.Server.Keys;

/// <summary>The sealing keys cannot be loaded as configured: the server does not start.</summary>
internal sealed class KeyLoadException(string message, Exception? inner = null) : Exception(message, inner);
