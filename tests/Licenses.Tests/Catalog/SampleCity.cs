using Licenses.Catalog;
using Licenses.Testing.SharedData;

namespace Licenses.Tests.Catalog;

/// <summary>The sample city's files as they stand in the repository.</summary>
internal static class SampleCity
{
    public static byte[] CatalogJson { get; } = File.ReadAllBytes(PathTo("catalog.json"));

    public static CityCatalog Catalog { get; } = CatalogReader.Read(CatalogJson);

    public static string PathTo(string file) => RepositoryRoot.PathTo("services", "Licenses.Server", "Samples", file);
}
