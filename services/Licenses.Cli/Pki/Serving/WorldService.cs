namespace Licenses.Cli.Pki.Serving;

/// <summary>What a served PKI offers.</summary>
public enum WorldService
{
    Crl,
    Ocsp,
    Tsa,
}
