using System.Text.Json;
using Licenses.Cli;
using Licenses.Testing.SamplePki;
using Licenses.Testing.SharedData;
using Licenses.Testing.World;

namespace Licenses.Server.Tests.Fetching;

/// <summary>The command line beside a test world: a folder of its own, the sample roots, and files of sources.</summary>
internal sealed class WorldCli : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("licenses-fetched-");

    private WorldCli(TestWorld world) => World = world;

    public TestWorld World { get; }

    public static string[] Roots => ["--cert", SampleCertificates.TrustDirectory, "--cert", SampleCertificates.PathTo("authorities", "issuing-ca.pem")];

    public static string Plain => RepositoryRoot.PathTo("services", "Licenses.Server", "Samples", "contract.pdf");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static (string Name, string File)[] Issuers =>
        [("issuing-ca", "authorities/issuing-ca.pem"), ("city-root", "trust/city-root.pem")];

    public static async Task<WorldCli> StartAsync()
    {
        var cli = new WorldCli(await TestWorld.StartAsync(TimeProvider.System, Token));
        await File.WriteAllTextAsync(cli.PathTo("password"), SampleCertificates.Password + "\n", Token);
        return cli;
    }

    public string PathTo(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Seals the sample contract with the police's seal and the world's timestamps.</summary>
    public Task<CliAnswer> SealAsync(string output, string level, params string[] options) => RunAsync(
    [
        "seal", Plain, "-o", PathTo(output), "--key", SampleCertificates.SealPath("police"), "--password-file", PathTo("password"),
        "--level", level, "--tsa", World.Addresses.Tsa.AbsoluteUri, .. Roots, .. options,
    ]);

    /// <summary>A file that names the world's responders, its lists, or both.</summary>
    public string Sources(string kind)
    {
        var file = PathTo("sources.json");
        File.WriteAllText(file, JsonSerializer.Serialize(new
        {
            Revocation = new
            {
                Issuers = Issuers.Select(issuer => new
                {
                    Certificate = SampleCertificates.PathTo(issuer.File),
                    Ocsp = kind == "lists" ? [] : (string[])[World.Addresses.Ocsp(issuer.Name).AbsoluteUri],
                    Lists = kind == "ocsp" ? [] : (string[])[World.Addresses.Crl(issuer.Name).AbsoluteUri],
                }),
                RecentAge = "00:00:10", // the server's own: passed over
            },
        }));
        return file;
    }

    public static async Task<CliAnswer> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int code = await CommandLine.RunAsync(arguments, new CliContext(output, error, TimeProvider.System), Token);
        return new CliAnswer(code, output.ToString(), error.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        await World.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    internal sealed record CliAnswer(int ExitCode, string Output, string Error);
}
