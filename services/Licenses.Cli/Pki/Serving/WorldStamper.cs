using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Licenses.Crypto.Signatures;
using Licenses.Crypto.Tsp;

namespace Licenses.Cli.Pki.Serving;

/// <summary>The served PKI's timestamp authority.</summary>
internal sealed class WorldStamper(WorldAuthority issuer, byte[] container, byte[] impostor, string password)
{
    /// <summary>What it stamps under where nobody asks for another.</summary>
    public const string Policy = "1.3.6.1.4.1.99999.1";

    // Below the arc that X.660 keeps for examples: nobody asks for it, nobody pins it.
    private const string WrongPolicy = "2.999.404";

    private const int SystemFailure = 2; // PKIStatus rejection

    private volatile Pkcs12SealKey _key = Pkcs12SealKey.Load(container, password);

    /// <summary>From now on it stamps with a new key, whose certificate ends at a given time.</summary>
    public void Replace(DateTimeOffset now, DateTimeOffset until)
    {
        using var next = WorldCertificates.Stamper($"CN=TSA until {until:yyyy-MM-dd}", issuer, now.AddMinutes(-5), until);
        _key = Pkcs12SealKey.Load(next.Export(X509ContentType.Pkcs12, password), password);
    }

    public async ValueTask<byte[]> AnswerAsync(
        ReadOnlyMemory<byte> encoded, WorldFault fault, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (fault == WorldFault.Refusing)
        {
            return new TimeStampResponse(SystemFailure, "out of order", null).Encode();
        }

        var request = TimeStampRequest.Decode(encoded);
        var imprint = fault == WorldFault.WrongImprint
            ? request.Imprint with { Digest = RandomNumberGenerator.GetBytes(request.Imprint.Digest.Length) }
            : request.Imprint;
        BigInteger? nonce = fault switch
        {
            WorldFault.NoNonce => null,
            WorldFault.WrongNonce => request.Nonce + 1,
            _ => request.Nonce,
        };
        var time = fault == WorldFault.Future ? now.AddDays(1) : now;
        var serial = new BigInteger(RandomNumberGenerator.GetBytes(12), isUnsigned: true);
        var info = new TstInfo(fault == WorldFault.WrongPolicy ? WrongPolicy : request.Policy ?? Policy, imprint, serial, time, nonce);
        var token = await TimeStampSigner.SignAsync(KeyFor(fault, now), info, cancellationToken);
        return new TimeStampResponse(0, "", token).Encode();
    }

    private Pkcs12SealKey KeyFor(WorldFault fault, DateTimeOffset now)
    {
        switch (fault)
        {
            case WorldFault.WrongSigner:
                return Pkcs12SealKey.Load(impostor, password); // a seal, certified for no timestamps
            case WorldFault.Expired:
                using (var expired = WorldCertificates.ExpiredStamper(issuer, now))
                {
                    return Pkcs12SealKey.Load(expired.Export(X509ContentType.Pkcs12, password), password);
                }

            default:
                return _key;
        }
    }
}
