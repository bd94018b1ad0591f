using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Licenses.Server.Storage;

/// <summary>One numbered script that takes the schema from the version before it to its own.</summary>
internal sealed record SchemaScript(long Version, string Name, string Sql)
{
    /// <summary>SHA-256 of the text: a script never changes once it has been applied anywhere.</summary>
    public byte[] Hash { get; } = SHA256.HashData(Encoding.UTF8.GetBytes(Sql));

    /// <summary>The scripts for "sqlite" or "postgres", in order, numbered without gaps.</summary>
    public static ImmutableArray<SchemaScript> For(string provider)
    {
        var assembly = typeof(SchemaScript).Assembly;
        var prefix = $"migrations/{provider}/";
        var scripts = assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => Read(assembly, name, name[prefix.Length..]))
            .ToImmutableArray();
        return scripts.Select(script => script.Version).SequenceEqual(Enumerable.Range(1, scripts.Length).Select(n => (long)n))
            ? scripts
            : throw new InvalidOperationException($"The scripts for {provider} are not numbered 1, 2, 3 and so on.");
    }

    private static SchemaScript Read(Assembly assembly, string resource, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
        return new SchemaScript(long.Parse(name.AsSpan(0, 4), CultureInfo.InvariantCulture), name, reader.ReadToEnd());
    }
}
