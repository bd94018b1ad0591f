using System.Text.Json;
using Microsoft.Extensions.Configuration.Memory;

namespace Licenses.Server.Endpoints.Hosting;

/// <summary>
/// Settings of the sample city: with Sample:Enabled=true and Sample:Pki=DIR a server runs without further ones. Any other
/// setting wins over these.
/// </summary>
internal static class SampleSettings
{
    public static void AddSampleSettings(this WebApplicationBuilder builder)
    {
        if (!builder.Configuration.GetValue<bool>("Sample:Enabled"))
        {
            return;
        }

        var pki = builder.Configuration["Sample:Pki"] ?? "certs-sample";
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource
        {
            InitialData = new Dictionary<string, string?>
            {
                ["Tls:CertificateFile"] = Path.Combine(pki, "server", "server.pem"),
                ["Tls:KeyFile"] = Path.Combine(pki, "server", "server.key.pem"),
                ["ClientTrust:Authorities:0"] = Path.Combine(pki, "trust", "city-root.pem"),
                ["ClientTrust:Authorities:1"] = Path.Combine(pki, "authorities", "issuing-ca.pem"),
                ["ClientTrust:RevocationLists:0"] = Path.Combine(pki, "crls"),
                ["Trust:Anchors:0"] = Path.Combine(pki, "trust"),
                ["Trust:Authorities:0"] = Path.Combine(pki, "authorities", "issuing-ca.pem"),
                ["Trust:Authorities:1"] = Path.Combine(pki, "authorities", "sm2-ca.pem"),
                ["Trust:SealMakers:0"] = Path.Combine(pki, "national", "sm2-maker.pem"),
                ["Trust:RevocationLists:0"] = Path.Combine(pki, "crls"),
                ["Keys:Directory"] = Path.Combine(pki, "seals"),
                ["Keys:Files:0:File"] = Path.Combine(pki, "national", "sm2-market.p12"),
                ["Keys:Files:1:File"] = Path.Combine(pki, "national", "sm2-police.p12"),
                ["Sealing:Maker:File"] = Path.Combine(pki, "national", "sm2-maker.p12"),
                ["Keys:Password"] = PasswordOf(Path.Combine(pki, "pki.json")),
                ["Catalog:File"] = Path.Combine(AppContext.BaseDirectory, "Samples", "catalog.json"),
                ["PersonalData:CreateKeyFile"] = "true",
                ["Issuing:Watermark"] = "样例 SAMPLE",
            },
        });
    }

    /// <summary>The published password of the sample keys; empty where the sample PKI is not, which its files will tell.</summary>
    private static string PasswordOf(string declaration)
    {
        if (!File.Exists(declaration))
        {
            return "";
        }

        using var json = JsonDocument.Parse(File.ReadAllBytes(declaration));
        return json.RootElement.GetProperty("password").GetString() ?? "";
    }
}
