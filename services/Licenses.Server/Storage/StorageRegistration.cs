using Licenses.Exemption;
using Licenses.Issuing;
using Licenses.Presentation;
using Licenses.Revocation;
using Licenses.Sealing;
using Licenses.Sealing.Desk;
using Licenses.Sealing.Renewal;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Licenses.Server.Storage;

/// <summary>Puts the stores into the container.</summary>
internal static class StorageRegistration
{
    /// <summary>Reads the sections Storage and PersonalData.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<StorageOptions>().Bind(configuration.GetSection("Storage")).ValidateOnStart();
        services.AddOptions<PersonalDataOptions>().Bind(configuration.GetSection("PersonalData")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<StorageOptions>, StorageOptions.Validator>();
        services.AddSingleton<IValidateOptions<PersonalDataOptions>, PersonalDataOptions.Validator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(Open);
        services.AddSingleton(provider => new SubjectProtector(
            PersonalDataKey.Load(provider.GetRequiredService<IOptions<PersonalDataOptions>>().Value)));
        services.AddSingleton<PersonalData>();
        services.AddSingleton<ILicenseStore, SqlLicenseStore>();
        services.AddSingleton<IStatusStore, SqlStatusStore>();
        services.AddSingleton<IExemptionStore, SqlExemptionStore>();
        services.AddSingleton<IPresentationStore, SqlPresentationStore>();
        services.AddSingleton<ISealRecordStore, SqlSealRecordStore>();
        services.AddSingleton<ISealDeskStore, SqlSealDeskStore>();
        services.AddSingleton<IRenewalStore, SqlRenewalStore>();
        services.AddSingleton<StoreProbe>();
        services.AddHostedService<StorageStartup>();
        services.AddHostedService<OutboxRelay>();
        return services;
    }

    private static IDatabase Open(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<StorageOptions>>().Value;
        var clock = provider.GetRequiredService<TimeProvider>();
        return options.Provider == StorageOptions.Postgres
            ? new PostgresDatabase(options, clock)
            : new SqliteDatabase(options, clock);
    }
}
