using System.IO.Compression;

namespace Grpc.Net.Compression;

/// <summary>The encodings one side understands, by name.</summary>
internal sealed class CodecSet
{
    internal const string Identity = "identity";

    internal static readonly CodecSet Standard = new(
        [new GzipCompressionProvider(CompressionLevel.Fastest), new DeflateCompressionProvider(CompressionLevel.Fastest)]);

    private readonly ICompressionProvider[] _providers;

    internal CodecSet(IEnumerable<ICompressionProvider> providers)
    {
        _providers = [.. providers];
        AcceptEncoding = string.Join(',', (string[])[Identity, .. _providers.Select(provider => provider.EncodingName)]);
    }

    /// <summary>The value of grpc-accept-encoding.</summary>
    internal string AcceptEncoding { get; }

    internal ICompressionProvider? Find(ReadOnlySpan<char> name)
    {
        foreach (var provider in _providers)
        {
            if (name.Equals(provider.EncodingName, StringComparison.OrdinalIgnoreCase))
            {
                return provider;
            }
        }

        return null;
    }

    internal static bool IsIdentity(string? name) =>
        string.IsNullOrEmpty(name) || name.Equals(Identity, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a comma-separated grpc-accept-encoding names this encoding.</summary>
    internal static bool Accepts(ReadOnlySpan<char> acceptEncoding, string name)
    {
        foreach (var part in acceptEncoding.Split(','))
        {
            if (acceptEncoding[part].Trim().Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
