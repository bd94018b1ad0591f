namespace Licenses.Cli.Pki;

/// <summary>What generating did to the files of one member.</summary>
internal enum MemberChange
{
    Kept,
    NewCertificate,
    NewKey,
}
