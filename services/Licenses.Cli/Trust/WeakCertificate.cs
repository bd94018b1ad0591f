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
        && algorithms.RowOf(algorithm) is { } row && row.End <= at
            ? Fault($"{certificate.Subject} is signed with {row.Name}, which", row)
            : RefuseKey(certificate);

    /// <summary>Judges the key alone: nobody relies on an anchor's own signature.</summary>
    public PathFault? RefuseKey(Certificate certificate) =>
        algorithms.RowOf(certificate.PublicKey) is { } row && row.End <= at
            ? Fault($"{certificate.Subject} has {Show(certificate.PublicKey, row)}, which", row)
            : null;

    private static string Show(SubjectPublicKeyInfo key, AlgorithmRow row) =>
        key.Kind is KeyKind.Rsa or KeyKind.RsaPss ? $"an RSA key of {key.Bits} bits" : $"a key for {row.Name}";

    private static PathFault Fault(string what, AlgorithmRow row) => new(
        SubIndication.CryptoConstraintsFailureNoPoe, $"{what} could be relied on until {row.End:yyyy-MM-dd} only ({row.Name}).", IsDoubt: true);
}
