using Licenses.Testing.SharedData;

namespace Licenses.Benchmarks.Harness;

/// <summary>Settings of a server that serves the sample city from an empty database in a folder.</summary>
internal static class ServerSettings
{
    public static string[] Of(string folder, int port) =>
    [
        $"--Server:GrpcPort={port}",
        "--Server:WebPort=0",
        "--Sample:Enabled=true",
        $"--Sample:Pki={RepositoryRoot.PathTo("certs-sample")}",
        $"--Storage:Path={Path.Combine(folder, "licenses.db")}",
        $"--PersonalData:KeyFile={Path.Combine(folder, "personal-data.key")}",
        $"--Catalog:File={RepositoryRoot.PathTo("services", "Licenses.Server", "Samples", "catalog.json")}",
    ];
}
