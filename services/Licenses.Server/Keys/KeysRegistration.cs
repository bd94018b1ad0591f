using Licenses.Sealing;
using Licenses.Server.Endpoints;
using Microsoft.Extensions.Options;

namespace Licenses.Server.Keys;

/// <summary>Puts the sealing keys into the container.</summary>
internal static class KeysRegistration
{
    /// <summary>Reads the section Keys. The keys are opened at the start, so that a wrong password is known at once.</summary>
    public static IServiceCollection AddSealKeys(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddValidatedOptions<KeysOptions, KeysOptions.Validator>(configuration, KeysOptions.Section);
        services.AddSingleton(Open);
        services.AddSingleton<ISealKeyring>(provider => provider.GetRequiredService<Pkcs12Keyring>());
        services.AddHostedService<KeysStartup>();
        return services;
    }

    private static Pkcs12Keyring Open(IServiceProvider provider) => Pkcs12Keyring.Create(
        new LoadedKeys(provider.GetRequiredService<IOptions<KeysOptions>>().Value).LoadAll(),
        _ => false,
        provider.GetRequiredService<TimeProvider>(),
        provider.GetRequiredService<ILogger<Pkcs12Keyring>>());
}
