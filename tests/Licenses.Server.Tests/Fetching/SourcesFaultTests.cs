using System.Security.Cryptography.X509Certificates;
using Licenses.Cli.Pki.Serving;
using Licenses.Server.Tests.Caching;
using Licenses.Testing.Clock;
using Licenses.Testing.Processes;
using Licenses.Testing.SamplePki;
using Licenses.Testing.World;
using Licenses.Trust.Fetching;
using Certificate = Licenses.Crypto.X509.Certificate;

namespace Licenses.Server.Tests.Fetching;

/// <summary>
/// Four sources of one issuer (a responder, one that may itself be revoked, a list and its mirror), of which one is in
/// order: what it says of certificates that are good, on hold, revoked just now and revoked before 1970 is heard, by the
/// node that asks and through Redis by another. The output is a part of the table.
/// </summary>
public sealed class SourcesFaultTests : IAsyncLifetime
{
    private static readonly WorldService[] Sources =
        [WorldService.Ocsp, WorldService.CheckedOcsp, WorldService.Crl, WorldService.Mirror];

    private static readonly WorldFault[] Faults =
    [
        WorldFault.Behind, WorldFault.WrongSigner, WorldFault.Expired, WorldFault.Future, WorldFault.Garbage, WorldFault.Huge,
        WorldFault.Unavailable, WorldFault.Down, WorldFault.Refusing, WorldFault.Slow,
    ];

    private readonly FaultTable _table = new();
    private readonly ManualClock _clock = new(DateTimeOffset.UtcNow);
    private readonly FetchKit _kit = FetchKit.Create(new FetchPolicy { Timeout = TimeSpan.FromSeconds(1) });
    private RedisServer? _redis;
    private TestWorld? _world;
    private RevocationNode? _node;
    private RevocationNode? _other;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TestWorld World => _world!;

    public async ValueTask InitializeAsync()
    {
        _redis = await RedisServer.StartAsync(Token);
        _world = await TestWorld.StartAsync(_clock, Token);
        _node = await StartNodeAsync(FourSources());
        _other = await StartNodeAsync(FetchKit.Configured([new Uri("http://127.0.0.1:1/")])); // knows from Redis alone
    }

    public async ValueTask DisposeAsync()
    {
        TestContext.Current.TestOutputHelper?.WriteLine(_table.Write());
        await _node!.DisposeAsync();
        await _other!.DisposeAsync();
        await World.DisposeAsync();
        await _redis!.DisposeAsync();
        _kit.Dispose();
    }

    [Theory]
    [InlineData(WorldService.Ocsp)]
    [InlineData(WorldService.CheckedOcsp)]
    [InlineData(WorldService.Crl)]
    [InlineData(WorldService.Mirror)]
    public async Task One_source_in_order_is_enough(WorldService inOrder)
    {
        foreach (var fault in Faults)
        {
            foreach (var source in Sources)
            {
                World.Switches[source] = source == inOrder ? WorldFault.None : Fit(fault, source);
            }

            // A responder that may be revoked needs a list that clears it; without one its word is none, and all that is left
            // is whom a list revokes that is past its time.
            bool isClear = inOrder != WorldService.CheckedOcsp || fault is WorldFault.Behind or WorldFault.Refusing;
            string story = isClear ? $"three of four sources {fault}" : $"no list clears the one responder in order, the others {fault}";
            foreach (var (truth, certificate) in Subjects())
            {
                string[] right = [truth == "good" ? "good" : "revoked"];
                right = isClear ? right : truth == "good" ? ["unknown"] : ["unknown", .. right];
                var inquiry = FetchKit.About(certificate);
                Assert.Contains(await _table.RecordAsync(
                    story, truth, () => _node!.AskAsync(inquiry, Token)), right);
                Assert.Contains(await _table.RecordAsync(
                    isClear ? "no source, another node knows" : "no source, another node cannot tell either", truth, () => _other!.AskAsync(inquiry, Token)), right);
            }

            _clock.Advance(TimeSpan.FromMinutes(61)); // whoever rests is asked again, and no list is left in force
        }
    }

    [Fact]
    public async Task Sources_that_hang_hold_up_one_question_and_no_other_issuer()
    {
        await using var dead = await TestWorld.StartAsync(_clock, Token);
        dead.Switches[WorldService.Ocsp] = WorldFault.Slow;
        var root = Certificate.Decode(SampleCertificates.CityRoot().RawData);
        await using var node = await StartNodeAsync(
            FourSources(), new IssuerAddresses(root, [dead.Addresses.Ocsp("city-root")], [], []));
        var hanging = Enumerable.Range(0, 200).Select(i => _table.RecordAsync(
            "an issuer's only source hangs, 200 asked about", "good",
            () => node.AskAsync(FetchKit.About(World.IssueCertificate($"Dead {i}")) with { Issuer = root }, Token))).ToArray();

        for (int i = 0; i < 20; i++)
        {
            var certificate = World.IssueCertificate($"Well {i}");
            Assert.Equal("good", await _table.RecordAsync(
                "meanwhile of another issuer", "good", () => node.AskAsync(FetchKit.About(certificate), Token)));
        }

        Assert.All(await Task.WhenAll(hanging), answer => Assert.Equal("unknown", answer));
        World.Switches[WorldService.Ocsp] = WorldFault.Slow;
        for (int i = 0; i < 10; i++)
        {
            var certificate = World.IssueCertificate($"One hangs {i}");
            Assert.Equal("good", await _table.RecordAsync(
                i == 0 ? "one of four sources hangs, first" : "one of four sources hangs, afterwards", "good",
                () => node.AskAsync(FetchKit.About(certificate), Token)));
        }

        Assert.Equal(1 + 20, World.Switches.CountOf(WorldService.Ocsp)); // it rests
    }

    /// <summary>One certificate of each truth, of which whoever is behind knows nothing yet.</summary>
    private (string Truth, Certificate Certificate)[] Subjects()
    {
        (string Truth, Certificate Certificate)[] subjects =
            [.. new[] { "good", "on hold", "revoked", "revoked in 1969" }.Select(truth => (truth, World.IssueCertificate(truth)))];
        World.Rebase();
        World.Revoke(subjects[1].Certificate, X509RevocationReason.CertificateHold);
        World.Revoke(subjects[2].Certificate);
        World.Revoke(subjects[3].Certificate, at: new DateTimeOffset(1969, 12, 31, 0, 0, 0, TimeSpan.Zero));
        return subjects;
    }

    // A list has no status to refuse with.
    private static WorldFault Fit(WorldFault fault, WorldService source) =>
        fault == WorldFault.Refusing && source is (WorldService.Crl or WorldService.Mirror) ? WorldFault.Behind : fault;

    private IssuerAddresses FourSources() => FetchKit.Configured(
        [World.Addresses.Ocsp(TestWorld.Issuer), World.Addresses.CheckedOcsp(TestWorld.Issuer)],
        [World.Addresses.Crl(TestWorld.Issuer), World.Addresses.Mirror(TestWorld.Issuer)]);

    private Task<RevocationNode> StartNodeAsync(params IssuerAddresses[] issuers) => RevocationNode.StartAsync(
        _redis!.Endpoint, _kit.Fetcher(_clock, issuers), _clock, TimeSpan.FromSeconds(1));
}
