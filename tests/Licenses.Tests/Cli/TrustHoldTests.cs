using System.Text.Json;
using Licenses.Cli;
using Licenses.Crypto.X509;
using Licenses.Tests.Trust;

namespace Licenses.Tests.Cli;

/// <summary><c>trust check</c> on a certificate that is on hold: revoked for now, and the answer says that it may come back.</summary>
public sealed class TrustHoldTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Entity _root = Entity.Root();
    private readonly Entity _leaf;

    public TrustHoldTests()
    {
        _leaf = _root.Leaf();
        File.WriteAllBytes(_folder.PathTo("root.cer"), _root.Encoded);
        File.WriteAllBytes(_folder.PathTo("leaf.cer"), _leaf.Encoded);
    }

    [Theory]
    [InlineData(RevocationReason.CertificateHold, "certificateHold", true)]
    [InlineData(RevocationReason.KeyCompromise, "keyCompromise", false)]
    public async Task A_certificate_on_hold_is_revoked_for_now_and_the_answer_says_that_it_may_come_back(
        RevocationReason reason, string name, bool isHold)
    {
        await File.WriteAllBytesAsync(_folder.PathTo("root.crl"), _root.List(list => list.Revoke(_leaf, reason)), TestContext.Current.CancellationToken);

        var run = await CheckAsync("--json");
        var shown = (await CheckAsync()).Output.ReplaceLineEndings(" ");

        var step = JsonDocument.Parse(run.Output).RootElement.GetProperty("path").EnumerateArray().First();
        Assert.Equal((ExitCode.Failed, "REVOKED"), (run.ExitCode, step.GetProperty("revocation").GetString()));
        Assert.Equal((name, isHold), (step.GetProperty("revocationReason").GetString(), step.GetProperty("onHold").GetBoolean()));
        Assert.Equal(isHold, shown.Contains("on hold", StringComparison.Ordinal));
        Assert.Equal(isHold, shown.Contains("may be lifted", StringComparison.Ordinal));
        Assert.Equal(isHold, shown.Contains("暂停", StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    private Task<CliRun> CheckAsync(params string[] options) => CliRun.OfAsync(
    [
        "trust", "check", "--leaf", _folder.PathTo("leaf.cer"), "--anchors", _folder.PathTo("root.cer"), "--crls", _folder.PathTo("root.crl"), .. options,
    ]);
}
