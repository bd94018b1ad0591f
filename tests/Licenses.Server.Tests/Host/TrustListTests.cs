using System.Collections.Immutable;
using Licenses.Crypto.Signatures;
using Licenses.Crypto.X509;
using Licenses.Testing.SamplePki;
using Licenses.Trust.Lists;
using Licenses.V1;

namespace Licenses.Server.Tests.Host;

/// <summary>A server that trusts by a signed list in place of files of roots.</summary>
public sealed class TrustListTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("licenses-list-");

    private string List => Path.Combine(_folder.FullName, "list.jws");

    [Fact]
    public async Task Whom_the_list_names_is_trusted_until_a_newer_list_does_not()
    {
        await WriteAsync(1, SampleCertificates.CityRoot());
        await using var server = await RunningServer.StartAsync(Settings());
        var license = await server.IssueFatherPermitAsync();
        var document = await server.DownloadAsync(license.Number);
        Assert.Equal(DocumentVerdict.Passed, (await server.VerifyAsync(document)).Verdict);

        await WriteAsync(2, SampleCertificates.ProvinceRoot());

        while ((await server.VerifyAsync(document)).Verdict == DocumentVerdict.Passed)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.Equal(DocumentVerdict.Indeterminate, (await server.VerifyAsync(document)).Verdict);
    }

    [Fact]
    public async Task A_list_by_a_stranger_keeps_the_server_from_starting()
    {
        await WriteAsync(1, SampleCertificates.CityRoot());

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => RunningServer.StartAsync(
            Settings(SampleCertificates.PathTo("seals", "tax.pem"))));

        Assert.Contains("Trust:List", failure.ToString());
    }

    [Fact]
    public async Task Without_further_settings_no_start_goes_back_to_an_older_list()
    {
        var settings = Settings().Where(setting => setting.Key != "Trust:ListState")
            .Append(new("Storage:Path", Path.Combine(_folder.FullName, "data", "licenses.db")))
            .ToDictionary(setting => setting.Key, setting => setting.Value);
        await WriteAsync(2, SampleCertificates.CityRoot());
        await (await RunningServer.StartAsync(settings)).DisposeAsync();
        await WriteAsync(1, SampleCertificates.ProvinceRoot());

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => RunningServer.StartAsync(settings));

        Assert.Contains("number 2 was seen before", failure.ToString(), StringComparison.Ordinal);
        settings["Trust:ListState"] = "none";
        await (await RunningServer.StartAsync(settings)).DisposeAsync();
    }

    [Fact]
    public async Task Where_the_state_would_stand_nowhere_the_operator_is_asked()
    {
        await WriteAsync(1, SampleCertificates.CityRoot());
        var settings = Settings();
        settings["Trust:ListState"] = "";
        settings["Storage:Provider"] = "postgres";

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => RunningServer.StartAsync(settings));

        Assert.Contains("Trust:ListState", failure.ToString(), StringComparison.Ordinal);
        Assert.Contains("none", failure.ToString(), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private Dictionary<string, string> Settings(string? signer = null) => new()
    {
        // An empty setting in place of the sample's own roots.
        ["Trust:Anchors:0"] = SampleCertificates.PathTo("authorities", "issuing-ca.pem"),
        ["Trust:List"] = List,
        ["Trust:ListSigners:0"] = signer ?? SampleCertificates.PathTo("seals", "market.pem"),
        ["Trust:ListState"] = Path.Combine(_folder.FullName, "seen"),
        ["Trust:ReloadPeriod"] = "00:00:00.2",
    };

    private async Task WriteAsync(long number, System.Security.Cryptography.X509Certificates.X509Certificate2 root)
    {
        using var key = Pkcs12SealKey.Load(
            await File.ReadAllBytesAsync(SampleCertificates.SealPath("market")), SampleCertificates.Password);
        var now = DateTimeOffset.UtcNow;
        var entry = new TrustListEntry(
            Certificate.Decode(root.RawData), CertificatePurpose.Seal | CertificatePurpose.License, null, null, ImmutableSortedDictionary<string, string>.Empty);
        var list = new TrustList(number, now.AddMinutes(-1), now.AddHours(1), [entry]);
        await File.WriteAllTextAsync(List, await TrustListToken.SignAsync(list, key, default));
        root.Dispose();
    }
}
