using System.Collections.Immutable;
using Licenses.Cli;
using Licenses.Crypto.Signatures;
using Licenses.Crypto.X509;
using Licenses.Testing.SamplePki;
using Licenses.Trust.Lists;

namespace Licenses.Tests.Cli;

/// <summary><c>licenses verify --trust-list</c>: whom the list names is trusted, for as long as the list counts.</summary>
public sealed class VerifyTrustListTests : IDisposable
{
    private readonly SealedSample _sample = new();

    private string[] Signer => ["--signer", SampleCertificates.PathTo("seals", "market.pem"), "--state", _sample.PathTo("seen")];

    [Theory]
    [InlineData(-1, 30, ExitCode.Passed)]
    [InlineData(-60, -30, ExitCode.Indeterminate)]
    public async Task A_list_counts_until_its_next_update(int from, int until, int expected)
    {
        await _sample.SealAsync("police", "sealed.pdf");
        await MakeAsync("list.jws", 1, from, until);

        var run = await VerifyAsync("list.jws", Signer);

        Assert.Equal(expected, run.ExitCode);
        Assert.Equal(expected != ExitCode.Passed, run.Error.Contains("信任列表不可用", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_older_list_is_refused_after_a_newer_one_and_a_strangers_list_always()
    {
        await _sample.SealAsync("police", "sealed.pdf");
        await MakeAsync("new.jws", 7, -1, 30);
        await MakeAsync("old.jws", 6, -2, 30);

        var first = await VerifyAsync("new.jws", Signer);
        var replayed = await VerifyAsync("old.jws", Signer);
        var foreign = await VerifyAsync("new.jws", ["--signer", SampleCertificates.PathTo("seals", "tax.pem")]);

        Assert.Equal(
            (ExitCode.Passed, ExitCode.Indeterminate, ExitCode.Indeterminate), (first.ExitCode, replayed.ExitCode, foreign.ExitCode));
        Assert.Contains("number 7 was seen before", replayed.Error);
    }

    public void Dispose() => _sample.Dispose();

    private Task<CliRun> VerifyAsync(string list, string[] signer) => CliRun.OfAsync(
    [
        "verify", _sample.PathTo("sealed.pdf"), "--trust-list", _sample.PathTo(list), "--crl", SampleCertificates.CrlDirectory,
        "--crl", SampleCertificates.PathTo("authorities"), .. signer,
    ]);

    private async Task MakeAsync(string name, long number, int from, int until)
    {
        using var key = Pkcs12SealKey.Load(
            await File.ReadAllBytesAsync(SampleCertificates.SealPath("market"), Token), SampleCertificates.Password);
        using var root = SampleCertificates.CityRoot();
        var entry = new TrustListEntry(
            Certificate.Decode(root.RawData), CertificatePurpose.Seal, null, null, ImmutableSortedDictionary<string, string>.Empty);
        var list = new TrustList(number, CliRun.Now.AddDays(from), CliRun.Now.AddDays(until), [entry]);
        await File.WriteAllTextAsync(_sample.PathTo(name), await TrustListToken.SignAsync(list, key, Token), Token);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
