namespace Licenses.Server.Tests.Grpc;

/// <summary>Another implementation of gRPC: how its interop client and its interop server are run.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Program">The program that runs both.</param>
/// <param name="Client">The client's arguments, for a host and port.</param>
/// <param name="Server">The server's arguments.</param>
/// <param name="ChecksCompression">Whether its server can tell that a request was compressed.</param>
/// <param name="Compresses">Whether its server compresses a response when asked to.</param>
internal sealed record ForeignPeer(
    string Name,
    string Program,
    Func<Uri, string[]> Client,
    string[] Server,
    bool ChecksCompression,
    bool Compresses)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private static readonly SemaphoreSlim Preparing = new(1, 1);

    public static readonly string[] All = ["grpcio", "grpc-js", "Go"];

    /// <summary>Makes it ready to run; a machine that lacks it skips the test, or fails it under CI=true.</summary>
    internal static async Task<ForeignPeer> FindAsync(string name)
    {
        await Preparing.WaitAsync(); // two tests must not install or build the same thing at once
        try
        {
            return name switch
            {
                "grpcio" => Grpcio(),
                "grpc-js" => await GrpcJsAsync(),
                _ => await GoAsync(),
            };
        }
        finally
        {
            Preparing.Release();
        }
    }

    private static ForeignPeer Grpcio()
    {
        ForeignProcess.Require(
            ForeignProcess.Has(ForeignProcess.Python, "-c", "import grpc, grpc_tools"), "python3-grpcio and python3-grpc-tools");
        return new ForeignPeer(
            "grpcio",
            ForeignProcess.Python,
            address => [ForeignProcess.Script("interop.py"), address.Host, $"{address.Port}", ForeignProcess.Protos()],
            [ForeignProcess.Script("interop_server.py"), ForeignProcess.Protos()],
            ChecksCompression: false,
            Compresses: true);
    }

    private static async Task<ForeignPeer> GrpcJsAsync()
    {
        var modules = await InstallModulesAsync();
        ForeignProcess.Require(modules is not null, "node with @grpc/grpc-js");
        return new ForeignPeer(
            "grpc-js",
            "node",
            address => [ForeignProcess.Script("interop.js"), address.Host, $"{address.Port}", ForeignProcess.Protos(), modules!],
            [ForeignProcess.Script("interop_server.js"), ForeignProcess.Protos(), modules!],
            ChecksCompression: false,
            Compresses: false);
    }

    private static async Task<ForeignPeer> GoAsync()
    {
        ForeignProcess.Require(
            Directory.Exists("/usr/share/gocode/src/google.golang.org/grpc") && ForeignProcess.Has("go", "version"),
            "golang-go and golang-google-grpc-dev");
        var program = Path.Combine(AppContext.BaseDirectory, "interop-go");
        var source = ForeignProcess.Script("interop.go");
        if (File.GetLastWriteTimeUtc(program) < File.GetLastWriteTimeUtc(source))
        {
            // Debian's Go packages are built the old way, from one tree of sources.
            string[] settings = ["GO111MODULE=off", "GOPATH=/usr/share/gocode", $"GOCACHE={Path.Combine(AppContext.BaseDirectory, "go-cache")}"];
            var (exitCode, said) = await ForeignProcess.RunAsync("env", [.. settings, "go", "build", "-o", program, source], Limit);
            Assert.True(exitCode == 0, said);
        }

        return new ForeignPeer(
            "Go",
            program,
            address => ["client", address.Host, $"{address.Port}"],
            ["server"],
            ChecksCompression: true,
            Compresses: false);
    }

    /// <summary>Installs the locked packages beside the test program, once.</summary>
    private static async Task<string?> InstallModulesAsync()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "grpc-js");
        var modules = Path.Combine(folder, "node_modules");
        if (Directory.Exists(Path.Combine(modules, "@grpc", "grpc-js")))
        {
            return modules;
        }

        Directory.CreateDirectory(folder);
        foreach (var name in new[] { "package.json", "package-lock.json" })
        {
            File.Copy(ForeignProcess.Script(name), Path.Combine(folder, name), overwrite: true);
        }

        try
        {
            var (exitCode, _) = await ForeignProcess.RunAsync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], Limit, folder);
            return exitCode == 0 ? modules : Environment.GetEnvironmentVariable("LICENSES_NODE_MODULES");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
