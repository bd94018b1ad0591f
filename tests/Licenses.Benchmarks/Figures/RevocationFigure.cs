using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Licenses.Benchmarks.Harness;
using Licenses.Crypto.X509;
using Licenses.Server.Caching;
using Licenses.Testing.Processes;
using Licenses.Testing.SamplePki;
using Licenses.Trust;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;
using Certificate = Licenses.Crypto.X509.Certificate;

namespace Licenses.Benchmarks.Figures;

/// <summary>What a known fact about a certificate costs: from this process, and through Redis beside a bare GET.</summary>
internal sealed class RevocationFigure() : Figure("revocation", "facts about certificates from this process and through Redis")
{
    private const int MostWorkers = 64;
    private const double RedisAim = 1.5;
    private const double RecentAim = 2; // microseconds

    public override async Task MeasureAsync(Run run, CancellationToken cancellationToken)
    {
        var inquiries = Inquiries();
        await using var redis = await RedisServer.StartAsync(cancellationToken);
        var options = new CacheOptions { Redis = redis.Endpoint, RedisTimeout = TimeSpan.FromSeconds(2) };
        var recent = new RecentRevocations(1_000, TimeProvider.System);
        await using var cache = new RedisRevocationCache(
            options, new RevocationWire(SHA256.HashData("benchmark"u8)), recent, TimeProvider.System,
            NullLogger<RedisRevocationCache>.Instance);
        await cache.Connecting;
        foreach (var inquiry in inquiries)
        {
            var fact = FactAbout(inquiry);
            recent.Put(fact);
            await cache.StoreAsync(fact, fact.RefreshAt, cancellationToken);
        }

        MeasureRecent(run, inquiries[0], cache, recent);
        foreach (int workers in (int[])[1, 8, MostWorkers])
        {
            await MeasureRedisAsync(run, redis, [.. inquiries.Take(workers)], cache, recent, cancellationToken);
        }
    }

    private static RevocationInquiry[] Inquiries()
    {
        var issuer = Certificate.Decode(SampleCertificates.IssuingAuthority().RawData);
        var anchor = new TrustAnchor(Certificate.Decode(SampleCertificates.CityRoot().RawData));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return [.. Enumerable.Range(0, MostWorkers).Select(i =>
        {
            using var subject = new CertificateRequest($"CN={i}", key, HashAlgorithmName.SHA256)
                .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
            return new RevocationInquiry(Certificate.Decode(subject.RawData), issuer, anchor);
        })];
    }

    private static RevocationFact FactAbout(RevocationInquiry inquiry)
    {
        var now = TimeProvider.System.GetUtcNow();
        return new RevocationFact(
            RevocationKey.Of(inquiry), null, RevocationReason.Unspecified, now, now.AddHours(1), now, "OCSP answer")
        {
            RefreshAt = now.AddHours(1),
        };
    }

    private static void MeasureRecent(Run run, RevocationInquiry inquiry, RedisRevocationCache cache, RecentRevocations recent)
    {
        var reader = new RevocationReader(
            NoSource.Instance, cache, recent, TimeProvider.System,
            new RevocationReaderOptions { RecentAge = TimeSpan.FromHours(1), CacheAge = TimeSpan.FromHours(1) });
        var rate = CoreRate.InTurn(run.Period, () =>
        {
            for (int i = 0; i < 1_000; i++)
            {
                if (reader.Recall(inquiry) is null)
                {
                    throw new InvalidOperationException("the fact is not there");
                }
            }
        })[0];
        double microseconds = rate.Microseconds / 1_000;
        run.Add(new Row(
            "revocation fact from this process", Run.Text($"{microseconds:N3} µs"), "", "",
            Run.Text($"<= {RecentAim} µs"), microseconds <= RecentAim));
    }

    private static async Task MeasureRedisAsync(
        Run run, RedisServer redis, RevocationInquiry[] inquiries, RedisRevocationCache cache, RecentRevocations recent,
        CancellationToken cancellationToken)
    {
        int workers = inquiries.Length; // each asks about another certificate: none waits for another's answer
        var reader = new RevocationReader(
            NoSource.Instance, cache, recent, TimeProvider.System,
            new RevocationReaderOptions { RecentAge = TimeSpan.Zero, CacheAge = TimeSpan.FromHours(1) });
        using var connection = await ConnectionMultiplexer.ConnectAsync(redis.Endpoint);
        var database = connection.GetDatabase();
        RedisKey key = connection.GetServer(connection.GetEndPoints()[0]).Keys(pattern: "*revocation:*").First();
        var facts = new List<double>[workers];
        var gets = new List<double>[workers];
        long start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, workers).Select(worker => Task.Run(async () =>
        {
            facts[worker] = [];
            gets[worker] = [];
            while (Stopwatch.GetElapsedTime(start) < run.Period && !cancellationToken.IsCancellationRequested)
            {
                gets[worker].Add(await TimeAsync(async () => await database.StringGetAsync(key)));
                facts[worker].Add(await TimeAsync(async () => Expect(await reader.AskAsync(inquiries[worker], cancellationToken))));
            }
        }, cancellationToken)));
        double fact = Median(facts);
        double get = Median(gets);
        run.Add(new Row(
            $"revocation fact through Redis, {workers} at once",
            Run.Text($"p50 {fact * 1000:N0} µs"), Run.Text($"bare GET p50 {get * 1000:N0} µs"), Run.Text($"{fact / get:N2} x"),
            Run.Text($"<= {RedisAim} x"), fact / get <= RedisAim));
    }

    private static void Expect(RevocationAnswer answer)
    {
        if (answer is not RevocationAnswer.Known)
        {
            throw new InvalidOperationException($"{answer}");
        }
    }

    private static async Task<double> TimeAsync(Func<Task> operation)
    {
        long start = Stopwatch.GetTimestamp();
        await operation();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static double Median(List<double>[] times)
    {
        double[] all = [.. times.SelectMany(own => own).Order()];
        return all[all.Length / 2];
    }

    /// <summary>Must never be asked here.</summary>
    private sealed class NoSource : IRevocationSource
    {
        public static readonly NoSource Instance = new();

        public bool CanAsk(RevocationInquiry inquiry) => false;

        public RevocationFact? Recall(RevocationInquiry inquiry) => null;

        public ValueTask<RevocationAnswer> AskAsync(RevocationInquiry inquiry, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("the source was asked");
    }
}
