using Licenses.Crypto.Cms;
using Licenses.Crypto.Tsp;
using Licenses.Crypto.X509;

namespace Licenses.Verification;

/// <summary>
/// A timestamp and what verifying it gave, over the very bytes that it should be about. Whom to trust is read off the
/// verification alone, so that nobody is trusted whose key did not verify.
/// </summary>
internal sealed record CheckedStamp(TimeStampToken Token, CmsCheck Check)
{
    private const int MostStamps = 16;

    public bool Intact => Check.Intact;

    /// <summary>Whose key verified it (or would have to); null where the token lacks the certificate.</summary>
    public Certificate? Authority => Check.SignerCertificate;

    public DateTimeOffset Time => Token.Info.Time;

    /// <summary>Reads and verifies so many of the tokens as are looked at. One that cannot be read is left out: it proves nothing.</summary>
    public static ImmutableArray<CheckedStamp> Read(
        ImmutableArray<ReadOnlyMemory<byte>> tokens, Func<TimeStampToken, CmsCheck> verify)
    {
        var stamps = ImmutableArray.CreateBuilder<CheckedStamp>();
        foreach (var encoded in tokens.Take(MostStamps))
        {
            try
            {
                var token = TimeStampToken.Decode(encoded);
                stamps.Add(new CheckedStamp(token, verify(token)));
            }
            catch (CmsFormatException)
            {
                continue;
            }
        }

        return stamps.ToImmutable();
    }
}
