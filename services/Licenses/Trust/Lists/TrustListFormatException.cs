namespace Licenses.Trust.Lists;

/// <summary>The text is not a trust list. Bad input, never our fault.</summary>
public sealed class TrustListFormatException(string message, Exception? inner = null) : FormatException(message, inner);
