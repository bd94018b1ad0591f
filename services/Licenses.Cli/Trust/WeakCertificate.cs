using Licenses.Crypto;
using Licenses.Crypto.Signatures;
using Licenses.Crypto.X509;
using Licenses.Crypto.X509.Paths;
using Licenses.Verification;

namespace Licenses.Cli.Trust;

/// <summary>Why a path may not rest on a certificate's algorithms any more, and which they are.</summary>
internal sealed class WeakCertificate(AlgorithmTable algorithms, DateTimeOffset at)
{
    public AlgorithmTable Algorithms => algorithms;

    /// <summary>Judges what the issuer signed with, and the key; null where both may be relied on.</summary>
    public PathFault? Refuse(Certificate certificate) =>
        SignatureAlgorithm.TryResolve(certificate.SignatureAlgorithm, null, out var algorithm)
        && algorithms.EndOf(algorithm.Digest) is { } end && end <= at
            ? Fault($"{certificate.Subject} is signed with {algorithm.Digest.Name}, which", end)
            : RefuseKey(certificate);

    /// <summary>Judges the key alone: nobody relies on an anchor's own signature.</summary>
    public PathFault? RefuseKey(Certificate certificate) =>
        algorithms.EndOf(certificate.PublicKey) is { } end && end <= at
            ? Fault($"{certificate.Subject} has an RSA key of {certificate.PublicKey.Bits} bits, which", end)
            : null;

    private static PathFault Fault(string what, DateTimeOffset end) => new(
        SubIndication.CryptoConstraintsFailureNoPoe, $"{what} could be relied on until {end:yyyy-MM-dd} only.", IsDoubt: true);
}
