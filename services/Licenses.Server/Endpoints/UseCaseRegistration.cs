using Licenses.Exemption;
using Licenses.Issuing;
using Licenses.Presentation;
using Licenses.Sealing;
using Licenses.Sealing.Desk;
using Licenses.Sealing.Renewal;
using Licenses.Server.Endpoints.Hosting;
using Licenses.Trust;
using Licenses.Verification;
using Microsoft.Extensions.Options;

namespace Licenses.Server.Endpoints;

/// <summary>Adds the use cases that the endpoints call.</summary>
internal static class UseCaseRegistration
{
    public static IServiceCollection AddUseCases(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddValidatedOptions<CatalogOptions, CatalogOptions.Validator>(configuration, CatalogOptions.Section);
        services.AddValidatedOptions<TrustOptions, TrustOptions.Validator>(configuration, TrustOptions.Section);
        services.AddSingleton<IPostConfigureOptions<TrustOptions>, TrustListPlace>();
        services.AddValidatedOptions<FontOptions, FontOptions.Validator>(configuration, FontOptions.Section);
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<CatalogOptions>>().Value.Read());
        services.AddSingleton(provider => new CurrentTrust(
            provider.GetRequiredService<IOptions<TrustOptions>>().Value.LoadFiles(), provider.GetRequiredService<TimeProvider>()));
        services.AddHostedService<TrustReload>(); // adds the trust list's
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<FontOptions>>().Value.Load());
        services.AddSingleton(provider => new IssuingOptions(
            provider.GetRequiredService<PublicAddress>().VerificationRoot, configuration["Issuing:Watermark"] ?? ""));
        services.AddValidatedOptions<SealLevelOptions, SealLevelOptions.Validator>(configuration, SealLevelOptions.Section);
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<SealLevelOptions>>().Value.ToLevels());
        services.AddSingleton<LevelSealer>();
        services.AddSingleton<SealDrawings>();
        services.AddSingleton<FaceSealer>();
        services.AddSingleton<LicenseIssuer>();
        services.AddSingleton<LicenseReader>();
        services.AddSingleton<DocumentSealing>();
        services.AddSingleton<SignerVetting>();
        services.AddSingleton<SealWorkshop>();
        services.AddSingleton<SealDesk>();
        services.AddSingleton<SealRegister>();
        services.AddSingleton<ISealStandings>(provider => provider.GetRequiredService<SealRegister>());
        services.AddSingleton<ApplicableSeals>();
        services.AddSingleton<SealChooser>();
        services.AddValidatedOptions<RenewalJobOptions, RenewalJobOptions.Validator>(configuration, RenewalJobOptions.Section);
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<RenewalJobOptions>>().Value.ToOptions());
        services.AddSingleton<DocumentRenewer>();
        services.AddHostedService<RenewalJob>();
        services.AddSingleton<OnlineVerification>();
        services.AddSingleton<LicenseVerifier>();
        services.AddSingleton<StoredDocumentVerifier>();
        services.AddSingleton<ExemptionChecker>();
        services.AddSingleton<FactReporter>();
        services.AddSingleton<AssistanceDesk>();
        services.AddSingleton<HolderDesk>();
        return services;
    }
}
