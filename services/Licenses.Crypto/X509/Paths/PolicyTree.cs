using Licenses.Crypto.Asn1;

namespace Licenses.Crypto.X509.Paths;

/// <summary>
/// The valid policies along a path (RFC 5280, 6.1.2 to 6.1.5), kept as a graph: each policy once per level, with its
/// parents. The standard's tree says the same and doubles in size with each level of a hostile path.
/// </summary>
internal sealed class PolicyTree
{
    private readonly List<Dictionary<string, HashSet<string>>> _levels = []; // policy -> its parents one level up
    private Dictionary<string, HashSet<string>> _expected = new(StringComparer.Ordinal);
    private bool _expectsAny = true; // the root of the tree: anyPolicy

    /// <summary>Whether the tree is NULL: no policy holds along the path so far.</summary>
    public bool IsEmpty => !_expectsAny && _levels is [.., var last] && last.Count == 0;

    /// <summary>6.1.3 (d) and (e): the certificate's policies, or null where it has none.</summary>
    public void Add(ImmutableArray<string>? policies, bool isAnyAllowed)
    {
        var level = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        bool expectedAny = _expectsAny;
        var own = (policies ?? []).ToHashSet(StringComparer.Ordinal);
        bool hasAny = own.Contains(Oids.AnyPolicy) && isAnyAllowed;
        foreach (var (policy, parents) in _expected.Where(expected => hasAny || own.Contains(expected.Key)))
        {
            level[policy] = parents;
        }

        foreach (string policy in expectedAny ? own : [])
        {
            if (policy != Oids.AnyPolicy)
            {
                level.TryAdd(policy, []); // below anyPolicy, which was valid all the way from the anchor
            }
        }

        _expectsAny = expectedAny && hasAny;
        _levels.Add(level);
        _expected = level.Keys.ToDictionary(policy => policy, policy => new HashSet<string>([policy], StringComparer.Ordinal), StringComparer.Ordinal);
    }

    /// <summary>6.1.4 (b): what the subject's domain calls the policies.</summary>
    public void Map(ImmutableArray<PolicyMapping> mappings, bool isAllowed)
    {
        var level = _levels[^1];
        var mapped = mappings.Select(mapping => mapping.From).ToHashSet(StringComparer.Ordinal);
        foreach (string policy in mapped)
        {
            _expected.Remove(policy);
            if (!isAllowed)
            {
                level.Remove(policy);
            }
            else if (_expectsAny)
            {
                level.TryAdd(policy, []);
            }
        }

        foreach (var mapping in isAllowed ? mappings : [])
        {
            if (level.ContainsKey(mapping.From))
            {
                if (!_expected.TryGetValue(mapping.To, out var parents))
                {
                    _expected[mapping.To] = parents = new HashSet<string>(StringComparer.Ordinal);
                }

                parents.Add(mapping.From);
            }
        }
    }

    /// <summary>6.1.5 (g): whether a policy of the user's holds along the whole path.</summary>
    /// <param name="wanted">The user's policies; empty, or with anyPolicy among them: any.</param>
    public bool Holds(ImmutableArray<string> wanted)
    {
        if (IsEmpty)
        {
            return false;
        }

        return wanted.IsEmpty || wanted.Contains(Oids.AnyPolicy) || _expectsAny || Origins().Any(wanted.Contains);
    }

    // The policies by the names that the anchor's domain calls them: those below anyPolicy from which the last level hangs.
    private IEnumerable<string> Origins()
    {
        var reached = _levels[^1].Keys.ToHashSet(StringComparer.Ordinal);
        for (int i = _levels.Count - 1; i >= 0; i--)
        {
            var above = new HashSet<string>(StringComparer.Ordinal);
            foreach (string policy in reached)
            {
                var parents = _levels[i][policy];
                if (parents.Count == 0)
                {
                    yield return policy;
                }

                above.UnionWith(parents);
            }

            reached = above;
        }
    }
}
