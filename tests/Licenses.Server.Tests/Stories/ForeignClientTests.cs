using System.Runtime.InteropServices;
using Licenses.Server.Tests.Grpc;
using Licenses.Server.Tests.Host;
using Licenses.Testing.SharedData;

namespace Licenses.Server.Tests.Stories;

/// <summary>Clients in other languages, from the .proto files alone, against every service over mutual TLS.</summary>
public sealed class ForeignClientTests
{
    private static readonly string[] Services =
    [
        "CatalogService", "IssuingService", "SealingService", "VerificationService", "RevocationService", "ExemptionService",
        "PresentationService",
    ];

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Python_issues_checks_verifies_seals_and_revokes()
    {
        Assert.SkipUnless(ForeignProcess.Has(ForeignProcess.Python, "-c", "import grpc, google.protobuf"), "python3-grpcio is missing");
        await using var server = await RunningServer.StartAsync();
        var generated = Directory.CreateTempSubdirectory("licenses-python-");
        await GenerateAsync(generated.FullName);

        var (exitCode, output) = await ForeignProcess.RunAsync(
            ForeignProcess.Python,
            [Script("city.py"), server.GrpcAddress.Authority, RepositoryRoot.PathTo("certs-sample"), generated.FullName, Contract],
            Limit);

        generated.Delete(recursive: true);
        Assert.True(exitCode == 0, output);
        Assert.All(Services, service => Assert.Contains(service, output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Python_drives_the_whole_life_of_a_seal()
    {
        Assert.SkipUnless(ForeignProcess.Has(ForeignProcess.Python, "-c", "import grpc, google.protobuf"), "python3-grpcio is missing");
        await using var server = await RunningServer.StartAsync();
        var generated = Directory.CreateTempSubdirectory("licenses-python-");
        await GenerateAsync(generated.FullName);

        var (exitCode, output) = await ForeignProcess.RunAsync(
            ForeignProcess.Python,
            [Script("desk.py"), server.GrpcAddress.Authority, RepositoryRoot.PathTo("certs-sample"), generated.FullName],
            Limit);

        generated.Delete(recursive: true);
        Assert.True(exitCode == 0, output);
        Assert.Contains("CANCELLED", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Node_calls_every_service()
    {
        Assert.SkipUnless(
            Environment.GetEnvironmentVariable("LICENSES_NODE_MODULES") is not null && ForeignProcess.Has("node", "--version"),
            "@grpc/grpc-js is missing: tests/run.sh installs it and sets LICENSES_NODE_MODULES");
        await using var server = await RunningServer.StartAsync();

        var (exitCode, output) = await ForeignProcess.RunAsync(
            "node",
            [Script("city.mjs"), server.GrpcAddress.Authority, RepositoryRoot.PathTo("certs-sample"), RepositoryRoot.PathTo("protos"), Contract],
            Limit);

        Assert.True(exitCode == 0, output);
        Assert.All(Services, service => Assert.Contains(service, output, StringComparison.Ordinal));
    }

    private static string Contract => RepositoryRoot.PathTo("services", "Licenses.Server", "Samples", "contract.pdf");

    private static string Script(string name) =>
        RepositoryRoot.PathTo("tests", "Licenses.Server.Tests", "Stories", "Foreign", name);

    /// <summary>Python's message classes, made by the protoc that makes ours.</summary>
    private static async Task GenerateAsync(string folder)
    {
        var protos = RepositoryRoot.PathTo("protos");
        var tools = Path.Combine(
            Environment.GetEnvironmentVariable("NUGET_PACKAGES")
                ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages"),
            "grpc.tools", "2.50.0");
        var platform = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "linux_arm64" : "linux_x64";
        var files = Directory.GetFiles(Path.Combine(protos, "licenses", "v1"), "*.proto")
            .Concat(Directory.GetFiles(Path.Combine(protos, "google", "rpc"), "*.proto"));
        var (exitCode, output) = await ForeignProcess.RunAsync(
            Path.Combine(tools, "tools", platform, "protoc"),
            [$"-I{protos}", $"-I{Path.Combine(tools, "build", "native", "include")}", $"--python_out={folder}", .. files],
            Limit);
        Assert.True(exitCode == 0, output);
    }
}
