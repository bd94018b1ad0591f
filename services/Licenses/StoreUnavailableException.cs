namespace Licenses;

/// <summary>The database cannot be asked now. It means "no answer", never a state.</summary>
public sealed class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
