namespace Licenses.Verification;

/// <summary>The text is no table of algorithms: the operator must mend it, for a row that is skipped would be trusted on.</summary>
public sealed class AlgorithmTableFormatException(string message, Exception? inner = null) : FormatException(message, inner);
