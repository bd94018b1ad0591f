using Licenses.Exemption;
using Licenses.Issuing;
using Licenses.Presentation;
using Licenses.Revocation;
using Licenses.Sealing;
using Licenses.Server.Caching;
using Licenses.Server.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Licenses.Server.Tests.Storage;

public sealed class RegistrationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("licenses-registration-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("", typeof(MemoryStatusCache))]
    [InlineData("127.0.0.1:1", typeof(RedisStatusCache))]
    public async Task Everything_that_the_stores_and_caches_offer_can_be_had(string redis, Type cache)
    {
        await using var services = Build(new() { ["Cache:Redis"] = redis });

        Assert.IsType(cache, services.GetRequiredService<IStatusCache>());
        Type[] offered =
        [
            typeof(ILicenseStore), typeof(IStatusStore), typeof(IExemptionStore), typeof(IPresentationStore),
            typeof(ISealRecordStore), typeof(StoreProbe), typeof(StatusReader), typeof(StatusAnnouncer), typeof(StateChanger),
        ];
        Assert.All(offered, type => Assert.NotNull(services.GetRequiredService(type)));
        var added = Sample.License();
        await services.GetRequiredService<ILicenseStore>().AddAsync(added, Sample.Token);
        var answer = await services.GetRequiredService<StatusReader>()
            .ReadAsync(added.License.Number, TimeSpan.FromSeconds(30), Sample.Token);
        Assert.IsType<StatusAnswer.Known>(answer);
    }

    [Theory]
    [InlineData("Storage:Provider", "oracle")]
    [InlineData("Storage:Path", "")]
    [InlineData("Storage:Timeout", "00:00:00")]
    [InlineData("Storage:WritesPerCommit", "0")]
    [InlineData("Cache:MaxAge", "02:00:00")]
    [InlineData("Cache:Capacity", "1")]
    [InlineData("Cache:RedisTimeout", "00:01:00")]
    [InlineData("Cache:RedisPause", "00:00:00")]
    [InlineData("Cache:Redis", "host:1,nonsense=yes")]
    [InlineData("PersonalData:CreateKeyFile", "false")]
    public async Task A_wrong_setting_is_refused_at_start_and_named(string setting, string value)
    {
        await using var services = Build(new() { [setting] = value });
        var start = services.GetRequiredService<IStartupValidator>();

        var refused = Assert.Throws<OptionsValidationException>(start.Validate);

        Assert.Contains(setting.Split(':')[0] + ":", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Postgres_needs_a_connection_string_which_no_message_repeats()
    {
        await using var services = Build(new() { ["Storage:Provider"] = "postgres" });

        Assert.Throws<OptionsValidationException>(services.GetRequiredService<IStartupValidator>().Validate);
    }

    private ServiceProvider Build(Dictionary<string, string?> settings)
    {
        settings.TryAdd("Storage:Path", Path.Combine(_folder, "test.db"));
        settings.TryAdd("PersonalData:KeyFile", Path.Combine(_folder, "personal.key"));
        settings.TryAdd("PersonalData:CreateKeyFile", "true");
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        return new ServiceCollection()
            .AddLogging()
            .AddStorage(configuration)
            .AddStatusCache(configuration)
            .BuildServiceProvider();
    }
}
