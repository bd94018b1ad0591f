using System.Diagnostics.CodeAnalysis;

namespace Licenses.Crypto.Sm;

/// <summary>
/// A public key that is a point of the curve, and what makes verifying with it fast. A key that is used often gets a
/// table of its multiples; see <see cref="Find"/>.
/// </summary>
public sealed class Sm2PublicKey
{
    private const int UsesBeforeTable = 8; // building the table costs about as much as it then saves on ten signatures
    private const int TableWidth = 6; // 88 KB to a key

    private static readonly RecentKeys Recent = new();

    private readonly AffinePoint _point;
    private readonly Lazy<byte[]> _defaultIdentity;
    private PointTable? _table;
    private int _uses;

    private Sm2PublicKey(in AffinePoint point)
    {
        _point = point;
        Encoded = point.Encode();
        _defaultIdentity = new Lazy<byte[]>(() => Sm2Identity.Compute(Encoded.Span, Sm2Identity.DefaultUserId));
    }

    /// <summary>04|X|Y.</summary>
    public ReadOnlyMemory<byte> Encoded { get; }

    /// <summary>Z under the default user ID.</summary>
    public ReadOnlySpan<byte> DefaultIdentity => _defaultIdentity.Value;

    internal bool HasTable => Volatile.Read(ref _table) is not null;

    /// <summary>Reads 04|X|Y or 02/03|X; false for anything that is no point of the curve, infinity included.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> encoded, [NotNullWhen(true)] out Sm2PublicKey? key)
    {
        key = AffinePoint.TryDecode(encoded, out var point) ? new Sm2PublicKey(point) : null;
        return key is not null;
    }

    /// <summary>The same from a bounded memory of recent keys, so that the few that sign everything stay fast.</summary>
    public static bool Find(ReadOnlySpan<byte> encoded, [NotNullWhen(true)] out Sm2PublicKey? key)
    {
        if (encoded.Length > AffinePoint.EncodedLength)
        {
            key = null;
            return false;
        }

        if (Recent.Find(encoded) is { } known)
        {
            key = known;
            return true;
        }

        if (!TryDecode(encoded, out key))
        {
            return false;
        }

        Recent.Add(encoded, key);
        return true;
    }

    /// <summary>Z under any user ID.</summary>
    public byte[] Identity(ReadOnlySpan<byte> userId) => userId.SequenceEqual(Sm2Identity.DefaultUserId)
        ? _defaultIdentity.Value
        : Sm2Identity.Compute(Encoded.Span, userId);

    /// <summary>sum += scalar · key.</summary>
    internal void AddMultiple(in Scalar scalar, ref JacobianPoint sum)
    {
        if (Volatile.Read(ref _table) is { } table)
        {
            table.AddMultiple(scalar, ref sum);
            return;
        }

        sum.Add(WindowedProduct.Multiply(scalar, _point));
    }

    /// <summary>One use more. The one that crosses the threshold builds the table; it is dropped when the key is forgotten.</summary>
    internal void Count()
    {
        if (!HasTable && Interlocked.Increment(ref _uses) == UsesBeforeTable)
        {
            Volatile.Write(ref _table, PointTable.Create(_point, TableWidth));
        }
    }
}
