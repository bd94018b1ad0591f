namespace Licenses.Testing.Shapes;

/// <summary>A kind of document that grows along one line, and three sizes of it, each twice the one before.</summary>
/// <param name="Name">What grows.</param>
/// <param name="Largest">The largest size.</param>
/// <param name="Build">Writes one of a size.</param>
public sealed record LargeShape(string Name, int Largest, Func<int, Task<byte[]>> Build)
{
    /// <summary>Its cost grows faster than its bytes whoever reads it, so that a limit ends it.</summary>
    public bool IsBeyondLimits { get; init; }

    public IReadOnlyList<int> Sizes => [Largest / 4, Largest / 2, Largest];

    public override string ToString() => Name;
}
