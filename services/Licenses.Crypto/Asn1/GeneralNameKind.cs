namespace Licenses.Crypto.Asn1;

/// <summary>What a general name is; the numbers are its tags (RFC 5280, 4.2.1.6).</summary>
internal enum GeneralNameKind
{
    Other = 0,
    Email = 1,
    Dns = 2,
    X400Address = 3,
    DirectoryName = 4,
    EdiParty = 5,
    Uri = 6,
    IpAddress = 7,
    RegisteredId = 8,
}
