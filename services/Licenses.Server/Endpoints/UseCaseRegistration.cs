using Licenses.Exemption;
using Licenses.Issuing;
using Licenses.Presentation;
using Licenses.Server.Endpoints.Hosting;

namespace Licenses.Server.Endpoints;

/// <summary>Adds the use cases that the endpoints call.</summary>
internal static class UseCaseRegistration
{
    public static IServiceCollection AddUseCases(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(provider => new IssuingOptions(
            provider.GetRequiredService<PublicAddress>().VerificationRoot, configuration["Issuing:Watermark"] ?? ""));
        services.AddSingleton<LicenseReader>();
        services.AddSingleton<FactReporter>();
        services.AddSingleton<AssistanceDesk>();
        services.AddSingleton<HolderDesk>();
        return services;
    }
}
