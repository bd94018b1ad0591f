using Licenses.Testing.SamplePki;
using Licenses.Testing.World;

namespace Licenses.Server.Tests.Host;

/// <summary>Settings of a server whose revocation data and timestamps come from a test world, and from no file.</summary>
internal static class WorldSettings
{
    public static Dictionary<string, string> Of(TestWorld world) => new()
    {
        ["Trust:RevocationLists:0"] = SampleCertificates.PathTo("trust"), // certificates, no list
        ["Revocation:Issuers:0:Certificate"] = SampleCertificates.PathTo("authorities", "issuing-ca.pem"),
        ["Revocation:Issuers:0:Ocsp:0"] = world.Addresses.Ocsp(TestWorld.Issuer).AbsoluteUri,
        ["Revocation:Issuers:1:Certificate"] = SampleCertificates.PathTo("trust", "city-root.pem"),
        ["Revocation:Issuers:1:Ocsp:0"] = world.Addresses.Ocsp("city-root").AbsoluteUri,
        ["Timestamps:Authorities:0:Address"] = world.Addresses.Tsa.AbsoluteUri,
    };
}
