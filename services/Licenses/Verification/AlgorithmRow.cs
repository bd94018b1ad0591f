namespace Licenses.Verification;

/// <summary>One line of the table of algorithms.</summary>
/// <param name="Name">What ends, as it stands in a file: a digest, a scheme, or RSA keys shorter than so many bits.</param>
/// <param name="End">Until when it could be relied on.</param>
public sealed record AlgorithmRow(string Name, DateTimeOffset End);
