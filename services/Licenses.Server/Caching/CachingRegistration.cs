using Licenses.Revocation;
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
        services.AddSingleton<IStatusCache>(provider => new MemoryStatusCache(
            provider.GetRequiredService<IOptions<CacheOptions>>().Value,
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<StatusReader>();
        services.AddSingleton<StatusAnnouncer>();
        services.AddSingleton<StateChanger>();
        return services;
    }
}
