using System.Security.Cryptography.X509Certificates;

namespace Licenses.Cli.Pki;

/// <summary>When and why a member was revoked, as its issuer's CRL says.</summary>
internal sealed record PkiRevocation
{
    public required DateTimeOffset At { get; init; }

    public X509RevocationReason Reason { get; init; } = X509RevocationReason.Unspecified;
}
