using System.Numerics;
using System.Security.Cryptography.X509Certificates;

namespace Licenses.Cli.Pki.Serving;

/// <summary>One authority of the served PKI: whom it has certified, and whom it has revoked since.</summary>
internal sealed class WorldAuthority
{
    /// <summary>Into how many shards its sharded lists divide the certificates.</summary>
    public const int Shards = 2;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, WorldRevocation> _revoked = [];
    private readonly HashSet<string> _known = [];
    private ImmutableDictionary<string, WorldRevocation> _base = ImmutableDictionary<string, WorldRevocation>.Empty;
    private int _number = 1;
    private int _baseNumber = 1;

    public WorldAuthority(string name, MemberKey key, X509Certificate2 certificate)
    {
        Name = name;
        Signer = new WorldSigner(key, certificate);
    }

    public string Name { get; }

    public WorldSigner Signer { get; }

    /// <summary>Takes note of a certificate, so that OCSP answers "good" about it and not "unknown".</summary>
    public void Know(ReadOnlySpan<byte> serial)
    {
        lock (_gate)
        {
            _known.Add(Convert.ToHexString(serial));
        }
    }

    public bool Knows(ReadOnlySpan<byte> serial)
    {
        lock (_gate)
        {
            return _known.Contains(Convert.ToHexString(serial));
        }
    }

    public void Revoke(WorldRevocation revocation)
    {
        lock (_gate)
        {
            _revoked[Convert.ToHexString(revocation.Serial.Span)] = revocation;
            _number++;
        }
    }

    /// <summary>Lifts a hold.</summary>
    public void Reinstate(ReadOnlySpan<byte> serial)
    {
        lock (_gate)
        {
            _revoked.Remove(Convert.ToHexString(serial));
            _number++;
        }
    }

    /// <summary>The complete list that is published now becomes the base of the deltas to come.</summary>
    public void Rebase()
    {
        lock (_gate)
        {
            _base = _revoked.ToImmutableDictionary();
            _baseNumber = _number;
        }
    }

    public WorldRevocation? Find(ReadOnlySpan<byte> serial)
    {
        lock (_gate)
        {
            return _revoked.GetValueOrDefault(Convert.ToHexString(serial));
        }
    }

    /// <summary>What was known at the last rebase.</summary>
    public WorldRevocation? FindInBase(ReadOnlySpan<byte> serial)
    {
        lock (_gate)
        {
            return _base.GetValueOrDefault(Convert.ToHexString(serial));
        }
    }

    /// <summary>What a complete list holds, or one shard of it.</summary>
    public (BigInteger Number, ImmutableArray<WorldRevocation> Entries) Complete(int? shard)
    {
        lock (_gate)
        {
            return (_number, [.. _revoked.Values.Where(entry => shard is null || ShardOf(entry.Serial.Span) == shard)]);
        }
    }

    /// <summary>The list that deltas refer to: as complete as it was when it became the base.</summary>
    public (BigInteger Number, ImmutableArray<WorldRevocation> Entries) Base()
    {
        lock (_gate)
        {
            return (_baseNumber, [.. _base.Values]);
        }
    }

    /// <summary>What has changed since the base: revoked since, or reinstated.</summary>
    public (BigInteger Base, BigInteger Number, ImmutableArray<WorldRevocation> Entries) Delta()
    {
        lock (_gate)
        {
            var since = _revoked.Where(pair => !_base.ContainsKey(pair.Key)).Select(pair => pair.Value);
            var lifted = _base.Where(pair => !_revoked.ContainsKey(pair.Key))
                .Select(pair => pair.Value with { Reason = X509RevocationReason.RemoveFromCrl });
            return (_baseNumber, Math.Max(_number, _baseNumber + 1), [.. since, .. lifted]);
        }
    }

    public static int ShardOf(ReadOnlySpan<byte> serial) => serial[^1] % Shards;
}
