using Licenses.Crypto.X509;

namespace Licenses.Trust.Lists;

/// <summary>Accepts a trust list: by its signer, its number and its time, in this order.</summary>
/// <param name="signers">Who may sign the list; more than one while the key is being changed.</param>
/// <param name="memory">What was seen before.</param>
public sealed class TrustListReader(ImmutableArray<Certificate> signers, ITrustListMemory memory)
{
    /// <summary>Accepts a list, which is remembered then, or says why not.</summary>
    public async ValueTask<TrustListOutcome> ReadAsync(string text, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var outcome = Judge(text, now, out var offered);
        return outcome is TrustListOutcome.Accepted && await memory.AdvanceAsync(offered!, cancellationToken) is { } seen
            ? Forbidden(offered!, seen)
            : outcome;
    }

    /// <summary>What a list would be worth now; it is not remembered.</summary>
    public TrustListOutcome Look(string text, DateTimeOffset now)
    {
        var outcome = Judge(text, now, out var offered);
        return outcome is TrustListOutcome.Accepted && memory.WhatForbids(offered!) is { } seen ? Forbidden(offered!, seen) : outcome;
    }

    /// <summary>Everything but what was seen before.</summary>
    private TrustListOutcome Judge(string text, DateTimeOffset now, out SeenTrustList? offered)
    {
        offered = null;
        TrustListToken token;
        try
        {
            token = TrustListToken.Parse(text);
        }
        catch (TrustListFormatException e)
        {
            return new TrustListOutcome.Refused(e.Message);
        }

        // The list's own time is what its signer says, and who stole an expired key says what he likes: now counts too.
        if (!signers.Any(signer => signer.IsValidAt(token.List.Issued) && signer.IsValidAt(now) && token.IsSignedBy(signer)))
        {
            return new TrustListOutcome.Refused("The trust list is not signed by whom the operator trusts for it now.");
        }

        if (!token.List.IsFreshAt(now))
        {
            return new TrustListOutcome.Stale(
                token.List, $"The trust list {token.List.Number} counts from {token.List.Issued:u} to {token.List.NextUpdate:u}, not at {now:u}.");
        }

        offered = new SeenTrustList(token.List.Number, Convert.ToHexString(token.Digest));
        return new TrustListOutcome.Accepted(token.List);
    }

    private static TrustListOutcome.Refused Forbidden(SeenTrustList offered, SeenTrustList seen) =>
        new($"The trust list has the number {offered.Number}, but number {seen.Number} was seen before.");
}
