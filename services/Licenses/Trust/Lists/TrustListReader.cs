using Licenses.Crypto.X509;

namespace Licenses.Trust.Lists;

/// <summary>Accepts a trust list: by its signer, its number and its time, in this order.</summary>
/// <param name="signers">Who may sign the list; more than one while the key is being changed.</param>
/// <param name="memory">What was seen before.</param>
public sealed class TrustListReader(ImmutableArray<Certificate> signers, ITrustListMemory memory)
{
    public TrustListOutcome Read(string text, DateTimeOffset now)
    {
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

        var offered = new SeenTrustList(token.List.Number, Convert.ToHexString(token.Digest));
        return memory.Advance(offered) is { } seen
            ? new TrustListOutcome.Refused(
                $"The trust list has the number {offered.Number}, but number {seen.Number} was seen before.")
            : new TrustListOutcome.Accepted(token.List);
    }
}
