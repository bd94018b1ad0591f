namespace Licenses.Cli.Pki;

/// <summary>What a certificate is for; decides its key usage, its extended key usage and its folder.</summary>
internal enum MemberPurpose
{
    Authority,
    Seal,
    Timestamp,
    Server,
    Client,
}
