using System.Collections.Immutable;
using Licenses.Crypto.Signatures;
using Licenses.Crypto.X509;
using Licenses.Server.Endpoints.Hosting;
using Licenses.Server.Tests.Caching;
using Licenses.Testing.SamplePki;
using Licenses.Trust;
using Licenses.Trust.Lists;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Licenses.Server.Tests.Host;

/// <summary>The trust list's file is changed under a server that looks at it.</summary>
public sealed class TrustReloadTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("licenses-reload-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string List => Path.Combine(_folder.FullName, "list.jws");

    [Theory]
    [InlineData("half")]
    [InlineData("empty")]
    [InlineData("older")]
    public async Task A_list_that_is_no_good_leaves_the_trust_as_it_was(string kind)
    {
        await WriteAsync(await MakeAsync(2));
        var options = Settings();
        using var lines = new LogLines();
        using var factory = LoggerFactory.Create(logging => logging.AddProvider(lines));
        var trust = new CurrentTrust(options.LoadFiles(), TimeProvider.System);
        using var reload = new TrustReload(trust, Options.Create(options), TimeProvider.System, factory.CreateLogger<TrustReload>());
        await reload.StartAsync(Token);
        for (long number = 3; lines.All.Count == 0; number++)
        {
            await WriteAsync(await MakeAsync(number)); // until it looks, it cannot see a change
            await Task.Delay(50, Token);
        }

        string list = await MakeAsync(kind == "older" ? 1 : 1_000);
        await WriteAsync(kind switch { "half" => list[..(list.Length / 2)], "empty" => "", _ => list });

        await Eventually.BecomesTrueAsync(() => lines.All.Any(line => line.Contains("cannot be read", StringComparison.Ordinal)));
        Assert.Single(trust.Store.Anchors.All);
        await Assert.ThrowsAsync<TrustFormatException>(() => options.LoadAsync(DateTimeOffset.UtcNow, Token).AsTask());
        await WriteAsync(await MakeAsync(2_000, SampleCertificates.ProvinceRoot()));
        await Eventually.BecomesTrueAsync(() => trust.Store.Anchors.All.Single().Certificate.RawDataIs(SampleCertificates.ProvinceRoot()));
        await reload.StopAsync(Token);
    }

    [Fact]
    public async Task Whatever_stands_in_the_file_a_list_ends_at_its_next_update()
    {
        await WriteAsync(await MakeAsync(2));
        var options = Settings();

        var store = await options.LoadAsync(DateTimeOffset.UtcNow, Token);

        Assert.Single(store.At(DateTimeOffset.UtcNow).Anchors.All);
        Assert.Empty(store.At(DateTimeOffset.UtcNow.AddHours(2)).Anchors.All);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private TrustOptions Settings() => new()
    {
        List = List,
        ListSigners = [SampleCertificates.PathTo("seals", "market.pem")],
        ListState = Path.Combine(_folder.FullName, "seen"),
        ReloadPeriod = TimeSpan.FromMilliseconds(100),
    };

    private Task WriteAsync(string text) => File.WriteAllTextAsync(List, text, Token);

    private static async Task<string> MakeAsync(
        long number, System.Security.Cryptography.X509Certificates.X509Certificate2? root = null)
    {
        using var key = Pkcs12SealKey.Load(
            await File.ReadAllBytesAsync(SampleCertificates.SealPath("market"), Token), SampleCertificates.Password);
        using var anchor = root ?? SampleCertificates.CityRoot();
        var now = DateTimeOffset.UtcNow;
        var entry = new TrustListEntry(
            Certificate.Decode(anchor.RawData), CertificatePurpose.Seal, null, null, ImmutableSortedDictionary<string, string>.Empty);
        return await TrustListToken.SignAsync(new TrustList(number, now.AddMinutes(-1), now.AddHours(1), [entry]), key, Token);
    }
}

file static class Same
{
    public static bool RawDataIs(this Certificate certificate, System.Security.Cryptography.X509Certificates.X509Certificate2 other)
    {
        using (other)
        {
            return certificate.Encoded.Span.SequenceEqual(other.RawData);
        }
    }
}
