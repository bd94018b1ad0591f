using Licenses.Revocation;
using Licenses.Server.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Licenses.Server.Caching;

/// <summary>Puts the reading and changing of statuses into the container.</summary>
internal static class CachingRegistration
{
    /// <summary>Reads the section Cache. The stores must have been added too.</summary>
    public static IServiceCollection AddStatusCache(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<CacheOptions>().Bind(configuration.GetSection("Cache")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<CacheOptions>, CacheOptions.Validator>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(new StatusReaderOptions());
        services.AddSingleton(provider => new RecentStatuses(
            provider.GetRequiredService<IOptions<CacheOptions>>().Value.Capacity,
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(Create);
        services.AddSingleton<StatusReader>();
        services.AddSingleton<StatusAnnouncer>();
        services.AddSingleton<StateChanger>();
        return services;
    }

    private static IStatusCache Create(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<CacheOptions>>().Value;
        var clock = provider.GetRequiredService<TimeProvider>();
        if (options.Redis.Length == 0)
        {
            return new MemoryStatusCache(options, clock);
        }

        var key = provider.GetRequiredService<SubjectProtector>().DeriveKey("licenses/status-cache");
        return new RedisStatusCache(
            options,
            new StatusWire(key),
            provider.GetRequiredService<RecentStatuses>(),
            clock,
            provider.GetRequiredService<ILogger<RedisStatusCache>>());
    }
}
