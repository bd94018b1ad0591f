using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Licenses.Crypto.X509;

/// <summary>
/// Paths that were found to hold. A path holds for every time between its latest beginning and its earliest end, so the
/// time asked for is compared and not part of the key. What does not hold is not remembered.
/// </summary>
internal sealed class PathCache
{
    private const int MostEntries = 10_000;

    private readonly ConcurrentDictionary<Key, CertificatePath> _paths = new();

    public CertificatePath? Find(PathRequest request) =>
        request.IsPlain && _paths.TryGetValue(Key.Of(request), out var path)
            && path.Start <= request.At && request.At <= path.End
            ? path
            : null;

    public void Add(PathRequest request, CertificatePath path)
    {
        if (!request.IsPlain)
        {
            return;
        }

        if (_paths.Count >= MostEntries)
        {
            _paths.Clear(); // simpler than ageing, and rare: a process sees few issuers
        }

        _paths[Key.Of(request)] = path;
    }

    private readonly record struct Key(UInt128 High, UInt128 Low, CertificatePurpose Purpose)
    {
        public static Key Of(PathRequest request)
        {
            var halves = MemoryMarshal.Cast<byte, UInt128>(request.Leaf.Thumbprint);
            return new Key(halves[0], halves[1], request.Purpose);
        }
    }
}
