using Licenses.Testing.SamplePki;
using Microsoft.Extensions.Options;

namespace Licenses.Server.Tests.Host;

public sealed class SettingsTests
{
    [Fact]
    public void Without_settings_every_missing_one_is_named_at_once()
    {
        var failures = FailuresOf([]);

        Assert.All(
            new[] { "Tls:CertificateFile", "ClientTrust:Authorities", "Catalog:File", "Keys:Directory", "Trust:Anchors", "PersonalData:KeyFile" },
            setting => Assert.Contains(failures, failure => failure.Contains(setting, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("Server:Address", "everywhere", "Server:Address")]
    [InlineData("Server:GrpcPort", "70000", "Server:GrpcPort")]
    [InlineData("Server:PublicUrl", "http://plain.example", "Server:PublicUrl")]
    [InlineData("Tls:KeyFile", "no-such-file.pem", "no-such-file.pem")]
    [InlineData("ClientTrust:RevocationLists:0", "no-such-folder", "no-such-folder")]
    [InlineData("ClientTrust:MaxAge", "1.00:00:00", "ClientTrust:MaxAge")]
    [InlineData("Catalog:File", "no-such-catalog.json", "no-such-catalog.json")]
    [InlineData("Keys:Directory", "no-such-keys", "no-such-keys")]
    [InlineData("Sealing:Maker:File", "no-such-maker.p12", "no-such-maker.p12")]
    [InlineData("Sealing:Maker:Organisation", "12345", "Sealing:Maker:Organisation")]
    [InlineData("Trust:Anchors:0", "no-such-trust", "no-such-trust")]
    [InlineData("Fonts:Chinese:0", "no-such-font.ttf", "Fonts")]
    public void A_wrong_setting_fails_at_the_start_and_is_named(string setting, string value, string named)
    {
        var settings = RunningServer.SampleSettings(Path.GetTempPath()).SetItem(setting, value);

        var failures = FailuresOf(RunningServer.Arguments(settings, null));

        Assert.Contains(failures, failure => failure.Contains(named, StringComparison.Ordinal));
    }

    [Fact]
    public void A_server_certificate_with_the_key_of_another_is_refused()
    {
        var settings = RunningServer.SampleSettings(Path.GetTempPath())
            .SetItem("Tls:KeyFile", SampleCertificates.PathTo("clients", "center.key.pem"));

        var failures = FailuresOf(RunningServer.Arguments(settings, null));

        Assert.Contains(failures, failure => failure.StartsWith("Tls:", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Keys:Password", "hunter2", "Keys__Password")]
    [InlineData("keys:password", "hunter2", "command line")]
    [InlineData("Cache:Redis", "127.0.0.1:6379,password=hunter2", "Cache__Redis")]
    [InlineData("Storage:ConnectionString", "Host=db;Password = hunter2", "Storage__ConnectionString")]
    public void A_secret_on_the_command_line_is_refused_and_not_repeated(string setting, string value, string named)
    {
        var settings = RunningServer.SampleSettings(Path.GetTempPath()).Remove(setting).Add(setting, value);

        var failures = FailuresOf(RunningServer.Arguments(settings, null));

        Assert.Contains(failures, failure => failure.Contains(named, StringComparison.Ordinal));
        Assert.DoesNotContain(failures, failure => failure.Contains("hunter2", StringComparison.Ordinal));
    }

    [Fact]
    public void The_file_of_a_password_may_stand_on_the_command_line()
    {
        var failures = FailuresOf([.. RunningServer.Arguments(
            RunningServer.SampleSettings(Path.GetTempPath()).SetItem("Keys:PasswordFile", "no-such-file"), null)]);

        Assert.DoesNotContain(failures, failure => failure.Contains("command line", StringComparison.Ordinal));
    }

    private static string[] FailuresOf(string[] arguments)
    {
        var thrown = Record.Exception(() => Program.Build(arguments));
        return thrown switch
        {
            OptionsValidationException one => [.. one.Failures],
            AggregateException many => [.. many.InnerExceptions.OfType<OptionsValidationException>().SelectMany(one => one.Failures)],
            _ => [],
        };
    }
}
