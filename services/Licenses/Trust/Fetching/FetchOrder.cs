namespace Licenses.Trust.Fetching;

/// <summary>What is to be fetched.</summary>
/// <param name="Kind">crl, ocsp or tsa: what telemetry calls it.</param>
/// <param name="Address">Where.</param>
/// <param name="LargestSize">How many bytes are read at most.</param>
public sealed record FetchOrder(string Kind, Uri Address, int LargestSize)
{
    /// <summary>
    /// The operator wrote the address down; false: it stands in a certificate, and is fetched only if the operator's
    /// list allows its host.
    /// </summary>
    public bool IsConfigured { get; init; }

    /// <summary>Whose share of the places it takes: the operator's address, or null for all of the host.</summary>
    public Uri? Source { get; init; }

    /// <summary>
    /// Whether it waits in turn where no place is free, for as long as one fetch may take at most; false: it is refused at once.
    /// </summary>
    public bool MayWait { get; init; }

    /// <summary>What is posted; null for a GET.</summary>
    public ReadOnlyMemory<byte>? Body { get; init; }

    /// <summary>The media type of the body.</summary>
    public string ContentType { get; init; } = "application/octet-stream";

    /// <summary>The media type of the answer, as we ask for it; what comes back is judged by its bytes.</summary>
    public string Accept { get; init; } = "*/*";
}
