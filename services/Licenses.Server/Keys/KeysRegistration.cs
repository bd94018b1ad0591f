using Licenses.Crypto.Signatures;
using Licenses.Sealing;
using Licenses.Server.Endpoints;
using Licenses.Trust;
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
        services.AddSingleton<ISealKeyring>(provider => new WatchedKeyring(
            provider.GetRequiredService<SealKeyring>(),
            provider.GetRequiredService<CurrentTrust>(),
            provider.GetRequiredService<IRevocationSource>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddValidatedOptions<SealMakerOptions, SealMakerOptions.Validator>(configuration, SealMakerOptions.Section);
        services.AddSingleton(provider => new MakerKey(
            provider.GetRequiredService<IOptions<SealMakerOptions>>().Value,
            new KeyLoader(
                provider.GetRequiredService<IOptions<KeysOptions>>().Value,
                provider.GetRequiredService<ILogger<KeyLoader>>()),
            provider.GetRequiredService<ISealKeyring>()));
        services.AddSingleton(provider => provider.GetRequiredService<MakerKey>().ToSealMakerKey());
        services.AddHostedService<KeysStartup>();
        return services;
    }

    private static SealKeyring Open(IServiceProvider provider) => SealKeyring.Create(
        new KeyLoader(
            provider.GetRequiredService<IOptions<KeysOptions>>().Value,
            provider.GetRequiredService<ILogger<KeyLoader>>()).LoadAll(),
        key => IsRevoked(key, provider.GetRequiredService<CurrentTrust>().Store),
        provider.GetRequiredService<TimeProvider>(),
        provider.GetRequiredService<ILogger<SealKeyring>>());

    /// <summary>Any CRL at hand that names it is enough: a seal by such a key would be refused everywhere.</summary>
    private static bool IsRevoked(ISealKey key, TrustStore trust) => trust.Material
        .FindLists(key.Certificate.IssuerName)
        .Any(list => list.Find(key.Certificate.SerialBytes.Span) is not null);
}
