using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Licenses.Server.Caching;

/// <summary>Where statuses are remembered between reads.</summary>
public sealed class CacheOptions
{
    /// <summary>Connection string of Redis; empty for a cache in this process. May hold a password: never logged.</summary>
    public string Redis { get; set; } = "";

    /// <summary>What all keys and the channel in Redis begin with.</summary>
    public string Prefix { get; set; } = "licenses:";

    /// <summary>How long an entry is remembered at most; callers bound its age far tighter.</summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromHours(1);

    /// <summary>About how many licenses this process remembers.</summary>
    public int Capacity { get; set; } = 200_000;

    /// <summary>The longest that Redis may take before the database is asked instead.</summary>
    public TimeSpan RedisTimeout { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long Redis is left alone after it failed several times in a row.</summary>
    public TimeSpan RedisPause { get; set; } = TimeSpan.FromSeconds(1);

    internal sealed class Validator : IValidateOptions<CacheOptions>
    {
        public ValidateOptionsResult Validate(string? name, CacheOptions options)
        {
            var faults = new List<string>();
            if (options.MaxAge <= TimeSpan.Zero || options.MaxAge > TimeSpan.FromHours(1))
            {
                faults.Add($"Cache:MaxAge must be within (0, 1 h], but is {options.MaxAge}.");
            }

            if (options.Redis.Length > 0 && !CanParse(options.Redis))
            {
                faults.Add("Cache:Redis is not a connection string as StackExchange.Redis reads them.");
            }

            if (options.Capacity is < 1_000 or > 50_000_000)
            {
                faults.Add($"Cache:Capacity must be within 1,000 to 50,000,000, but is {options.Capacity}.");
            }

            if (options.RedisTimeout <= TimeSpan.Zero || options.RedisTimeout > TimeSpan.FromSeconds(5))
            {
                faults.Add($"Cache:RedisTimeout must be within (0, 5 s], but is {options.RedisTimeout}.");
            }

            if (options.RedisPause <= TimeSpan.Zero || options.RedisPause > TimeSpan.FromMinutes(1))
            {
                faults.Add($"Cache:RedisPause must be within (0, 1 min], but is {options.RedisPause}.");
            }

            return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
        }

        private static bool CanParse(string redis)
        {
            try
            {
                return ConfigurationOptions.Parse(redis).EndPoints.Count > 0;
            }
            catch (Exception notParsed) when (notParsed is ArgumentException or FormatException)
            {
                return false;
            }
        }
    }
}
