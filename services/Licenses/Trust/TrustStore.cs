using Licenses.Crypto.X509;
using Licenses.Verification;

namespace Licenses.Trust;

/// <summary>
/// Whom the operator trusts, the authorities in between, and the revocation data at hand. Immutable: a change makes a
/// new store, so that whatever was remembered about the old one goes with it.
/// </summary>
public sealed class TrustStore
{
    public static readonly TrustStore Empty = new([], [], RevocationMaterial.Empty);

    public TrustStore(
        IEnumerable<TrustAnchor> anchors, IEnumerable<Certificate> intermediates, IEnumerable<CertificateList> lists)
        : this(anchors, intermediates, new RevocationMaterial(lists, []))
    {
    }

    public TrustStore(
        IEnumerable<TrustAnchor> anchors, IEnumerable<Certificate> intermediates, RevocationMaterial material)
    {
        Anchors = new AnchorSet(anchors);
        Paths = new PathValidator(Anchors, new CertificatePool(intermediates));
        Revocations = new RevocationChecker(Paths);
        Material = material;
        Algorithms = AlgorithmTable.Default;
        Basis = TrustBasis.Of(Anchors, Algorithms);
    }

    private TrustStore(TrustStore other, RevocationMaterial material)
    {
        Anchors = other.Anchors;
        Paths = other.Paths; // paths do not depend on revocation, so what is known about them stays known
        Revocations = other.Revocations;
        Algorithms = other.Algorithms;
        Basis = other.Basis;
        Material = material;
        Until = other.Until;
        After = other.After?.WithMaterial(material);
        SealMakers = other.SealMakers;
    }

    public AnchorSet Anchors { get; }

    /// <summary>Until when algorithms count here.</summary>
    public AlgorithmTable Algorithms { get; private init; }

    /// <summary>What facts about certificates are judged by here.</summary>
    public UInt128 Basis { get; private init; }

    public PathValidator Paths { get; }

    public RevocationChecker Revocations { get; }

    public RevocationMaterial Material { get; }

    /// <summary>Whose certificates make electronic seals, as the operator names them; empty: nobody is named.</summary>
    public ImmutableArray<Certificate> SealMakers { get; init; } = [];

    /// <summary>Until when all of this counts; null: until it is replaced.</summary>
    public DateTimeOffset? Until { get; private init; }

    private TrustStore? After { get; init; }

    /// <summary>What of it counts at a time.</summary>
    public TrustStore At(DateTimeOffset now) => Until <= now && After is { } after ? after : this;

    /// <summary>The same with more anchors, which count until a time: a trust list's until its next update.</summary>
    public TrustStore With(IEnumerable<TrustAnchor> anchors, DateTimeOffset until) =>
        new TrustStore([.. Anchors.All, .. anchors], Paths.Intermediates.All, Material) { Until = until, After = this, SealMakers = SealMakers }.With(Algorithms);

    /// <summary>The same trust by another table of algorithms.</summary>
    public TrustStore With(AlgorithmTable algorithms) => new(this, Material)
    {
        Algorithms = algorithms, Basis = TrustBasis.Of(Anchors, algorithms), After = After?.With(algorithms),
    };

    /// <summary>The same trust with newer revocation data.</summary>
    public TrustStore WithMaterial(RevocationMaterial material) => new(this, material);
}
