namespace Licenses.Trust.Fetching;

/// <summary>One fetch, for whoever keeps the log. The host only: the rest of an OCSP address tells whom it is about.</summary>
/// <param name="Kind">crl, ocsp or tsa.</param>
/// <param name="Host">Host and port.</param>
/// <param name="Outcome">"fetched", or the kind of failure.</param>
/// <param name="Detail">Why it failed; empty where it did not.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="Bytes">How many bytes came.</param>
public sealed record FetchRecord(string Kind, string Host, string Outcome, string Detail, TimeSpan Elapsed, int Bytes);
