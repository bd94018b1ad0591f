using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Licenses.Crypto.Cms;
using Licenses.Crypto.Hashing;
using Licenses.Crypto.Signatures;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Signing;

/// <summary>
/// A document with its seal in place and a hole for the signature. Gives the digest to sign, then takes the signature:
/// the key may be elsewhere, and hours may lie between.
/// </summary>
public sealed class PreparedSeal
{
    private const int CopyLength = 256 * 1024;

    private readonly PdfSource _input;
    private readonly SignatureHole _hole;
    private readonly byte[] _update;

    internal PreparedSeal(PdfSource input, string field, SignatureHole hole, byte[] update)
    {
        _input = input;
        Field = field;
        _hole = hole;
        _update = update;
        WriteRange();
    }

    /// <summary>The signature field's full name.</summary>
    public string Field { get; }

    /// <summary>How long the sealed document is.</summary>
    public long Length => _input.Length + _update.Length;

    /// <summary>How many bytes of signature fit.</summary>
    public int ReservedBytes => _hole.ReservedBytes;

    /// <summary>By which standard it is sealed.</summary>
    public SealProfile Profile { get; init; } = SealProfile.Default;

    /// <summary>When, as an electronic seal's signature states it.</summary>
    public DateTimeOffset Time { get; init; }

    internal PdfSource Input => _input;

    internal SignatureHole Hole => _hole;

    internal ReadOnlyMemory<byte> Update => _update;

    /// <summary>Takes up a seal that was prepared before, perhaps by another process. Throws <see cref="SealStateException"/>.</summary>
    /// <param name="input">The same document.</param>
    /// <param name="state">What <see cref="ToState"/> gave.</param>
    public static PreparedSeal FromState(PdfSource input, ReadOnlySpan<byte> state)
    {
        ArgumentNullException.ThrowIfNull(input);
        return PreparedSealState.Read(input, state);
    }

    /// <summary>This seal as bytes, without the document, to be finished later.</summary>
    public byte[] ToState() => PreparedSealState.Write(this);

    /// <summary>The digest of everything but the hole; reads the input once, in pieces.</summary>
    public byte[] Digest(HashAlgorithmName algorithm)
    {
        using var hash = RunningHash.TryCreate(algorithm) ?? throw new PlatformNotSupportedException();
        foreach (var piece in Pieces())
        {
            hash.Append(piece.Span);
        }

        hash.Append(_update.AsSpan(0, _hole.HoleAt));
        hash.Append(_update.AsSpan(_hole.HoleEnd));
        return hash.Finish();
    }

    /// <summary>
    /// What a key must sign: a message's signed attributes (DER), or what an electronic seal's signature is over.
    /// </summary>
    /// <param name="key">Its certificate and algorithm are used, not the key itself.</param>
    /// <exception cref="ArgumentException">The electronic seal does not list the key's certificate.</exception>
    public ReadOnlyMemory<byte> ToSign(ISealKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return BytesToSign(key, Digest(key.Algorithm.Digest));
    }

    /// <summary>Signs: what goes into the hole.</summary>
    /// <param name="key">The key.</param>
    /// <param name="digest">What <see cref="Digest"/> gives for its algorithm.</param>
    /// <param name="stampers">Give timestamps over the value.</param>
    /// <param name="cancellationToken">Ends what a slow device or authority has not yet given.</param>
    internal ValueTask<byte[]> SignAsync(
        ISealKey key, byte[] digest, ImmutableArray<SignatureStamper> stampers, CancellationToken cancellationToken) =>
        new SealContents(Profile, key).SignAsync(BytesToSign(key, digest), stampers, cancellationToken);

    /// <summary>The sealed document with a signature in its hole; throws where the signature does not fit.</summary>
    public byte[] Complete(ReadOnlySpan<byte> cms)
    {
        var document = GC.AllocateUninitializedArray<byte>((int)Length); // every byte is written below
        int at = 0;
        foreach (var piece in Pieces())
        {
            piece.Span.CopyTo(document.AsSpan(at));
            at += piece.Length;
        }

        var update = document.AsSpan((int)_input.Length);
        _update.CopyTo(update);
        Fill(update.Slice(_hole.HoleAt + 1, 2 * _hole.ReservedBytes), cms);
        return document;
    }

    /// <summary>What must stand behind the input: the new revision alone, with a signature in its hole.</summary>
    public byte[] CompleteUpdate(ReadOnlySpan<byte> cms)
    {
        var update = _update.AsSpan().ToArray();
        Fill(update.AsSpan(_hole.HoleAt + 1, 2 * _hole.ReservedBytes), cms);
        return update;
    }

    /// <summary>The sealed document with a signature value over <see cref="ToSign"/> in its hole.</summary>
    /// <param name="key">Its certificates and algorithm are used, not the key itself.</param>
    /// <param name="value">The signature value, DER for elliptic curves.</param>
    public byte[] CompleteRaw(ISealKey key, ReadOnlySpan<byte> value) =>
        Complete(new SealContents(Profile, key).Assemble(ToSign(key), value.ToArray(), []));

    /// <summary>Writes the sealed document, the input streamed through.</summary>
    public async Task WriteToAsync(Stream target, ReadOnlyMemory<byte> cms, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        var signature = new byte[2 * _hole.ReservedBytes];
        Fill(signature, cms.Span);
        foreach (var piece in Pieces())
        {
            await target.WriteAsync(piece, cancellationToken);
        }

        await target.WriteAsync(_update.AsMemory(0, _hole.HoleAt + 1), cancellationToken);
        await target.WriteAsync(signature, cancellationToken);
        await target.WriteAsync(_update.AsMemory(_hole.HoleEnd - 1), cancellationToken);
    }

    private ReadOnlyMemory<byte> BytesToSign(ISealKey key, byte[] digest) => new SealContents(Profile, key).ToSign(digest, Range(), Time);

    /// <summary>The input in order; each piece is good until the next. One buffer for all, or none for what is in memory.</summary>
    private IEnumerable<ReadOnlyMemory<byte>> Pieces()
    {
        if (_input.TryGetMemory(out var whole))
        {
            yield return whole;
            yield break;
        }

        var buffer = new byte[(int)Math.Min(CopyLength, _input.Length)];
        for (long at = 0; at < _input.Length; at += buffer.Length)
        {
            int count = (int)Math.Min(buffer.Length, _input.Length - at);
            if (_input.Read(at, buffer.AsSpan(0, count)) < count)
            {
                throw new PdfFormatException("The file ends early.", _input.Length);
            }

            yield return buffer.AsMemory(0, count);
        }
    }

    private void Fill(Span<byte> target, ReadOnlySpan<byte> cms)
    {
        if (cms.Length > _hole.ReservedBytes)
        {
            throw new ArgumentException(
                $"The signature takes {cms.Length} bytes; {_hole.ReservedBytes} are reserved.", nameof(cms));
        }

        target.Fill((byte)'0');
        Convert.TryToHexString(cms, target, out _);
    }

    private ImmutableArray<long> Range()
    {
        long end = _input.Length + _hole.HoleEnd;
        return [0, _input.Length + _hole.HoleAt, end, Length - end];
    }

    // Known as soon as the revision stands, and part of what is signed.
    private void WriteRange()
    {
        var numbers = Range();
        string range = string.Create(CultureInfo.InvariantCulture, $"{numbers[0]} {numbers[1],-10} {numbers[2],-10} {numbers[3],-10}");
        Encoding.ASCII.GetBytes(range, _update.AsSpan(_hole.RangeAt, SignatureHole.RangeLength));
    }
}
