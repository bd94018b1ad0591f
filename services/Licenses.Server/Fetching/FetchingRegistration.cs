using Licenses.Server.Caching;
using Licenses.Server.Endpoints;
using Licenses.Server.Storage;
using Licenses.Trust;
using Licenses.Trust.Fetching;
using Microsoft.Extensions.Options;

namespace Licenses.Server.Fetching;

/// <summary>Puts the sources of revocation facts and of timestamps into the container.</summary>
internal static class FetchingRegistration
{
    /// <summary>Reads the sections Revocation and Timestamps; the facts are shared through the Redis of the section Cache.</summary>
    public static IServiceCollection AddFetching(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddValidatedOptions<RevocationOptions, RevocationOptions.Validator>(configuration, RevocationOptions.Section);
        services.AddValidatedOptions<TimestampsOptions, TimestampsOptions.Validator>(configuration, TimestampsOptions.Section);
        services.AddSingleton(provider => new HttpFetcher(
            Revocation(provider).ToPolicy(), Observer(provider.GetRequiredService<ILogger<HttpFetcher>>())));
        services.AddSingleton(provider => new RecentRevocations(
            Revocation(provider).Capacity, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ClockWatch>()));
        services.AddSingleton<ClockWatch>();
        services.AddSingleton(CreateCache);
        services.AddSingleton<IRevocationSource>(CreateReader);
        services.AddSingleton(provider => new EvidenceFetcher(
            provider.GetRequiredService<HttpFetcher>(), Revocation(provider).ToFetchOptions(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new TimeStampClient(
            provider.GetRequiredService<HttpFetcher>(),
            provider.GetRequiredService<IOptions<TimestampsOptions>>().Value.ToOptions(),
            provider.GetRequiredService<CurrentTrust>(),
            provider.GetRequiredService<TimeProvider>())
        {
            Watch = new AuthorityWatch(provider.GetRequiredService<IRevocationSource>(), Teller(provider)),
        });
        return services;
    }

    private static Action<string> Teller(IServiceProvider provider)
    {
        var logger = provider.GetRequiredService<ILogger<AuthorityWatch>>();
        return what => FetchLog.AuthorityUnclear(logger, what);
    }

    private static RevocationOptions Revocation(IServiceProvider provider) =>
        provider.GetRequiredService<IOptions<RevocationOptions>>().Value;

    private static IRevocationCache CreateCache(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<CacheOptions>>().Value;
        var clock = provider.GetRequiredService<TimeProvider>();
        if (options.Redis.Length == 0)
        {
            var memory = new MemoryRevocationCache(Revocation(provider).Capacity, clock);
            provider.GetRequiredService<CurrentTrust>().Replaced += memory.Clear;
            return memory;
        }

        var trust = provider.GetRequiredService<CurrentTrust>();
        var key = provider.GetRequiredService<SubjectProtector>().DeriveKey("licenses/revocation-cache");
        return new RedisRevocationCache(
            options, new RevocationWire(key, () => trust.Store.Basis), provider.GetRequiredService<RecentRevocations>(), clock,
            provider.GetRequiredService<ILogger<RedisRevocationCache>>());
    }

    private static RevocationReader CreateReader(IServiceProvider provider)
    {
        var options = Revocation(provider);
        var clock = provider.GetRequiredService<TimeProvider>();
        var trust = provider.GetRequiredService<CurrentTrust>();
        var recent = provider.GetRequiredService<RecentRevocations>();
        trust.Replaced += recent.Clear;
        var fetcher = new RevocationFetcher(
            provider.GetRequiredService<HttpFetcher>(), trust, options.ToFetchOptions(), clock);
        return new RevocationReader(
            fetcher, provider.GetRequiredService<IRevocationCache>(), recent, clock, options.ToReaderOptions());
    }

    private static Action<FetchRecord> Observer(ILogger logger) => record =>
    {
        var milliseconds = (long)record.Elapsed.TotalMilliseconds;
        if (record.Detail.Length == 0)
        {
            FetchLog.Fetched(logger, record.Kind, record.Host, record.Bytes, milliseconds);
        }
        else
        {
            FetchLog.NotFetched(logger, record.Kind, record.Host, record.Outcome, milliseconds, record.Detail);
        }
    };
}
