using System.Formats.Asn1;
using System.Numerics;

namespace Licenses.Crypto.X509;

/// <summary>
/// Finds a CRL's entries by serial number. A million entries are read once, in place; the index is a table of offsets
/// with open addressing, so it costs eight bytes per entry and no object.
/// </summary>
internal sealed class SerialIndex
{
    public static readonly SerialIndex Empty = new(default, 0, []);

    private static readonly byte[] CriticalStart = [1, 1]; // BOOLEAN, one octet long

    private readonly ReadOnlyMemory<byte> _entries;
    private readonly int[] _slots; // an entry's offset plus one; 0 is free

    private SerialIndex(ReadOnlyMemory<byte> entries, int count, int[] slots)
    {
        _entries = entries;
        Count = count;
        _slots = slots;
    }

    public int Count { get; }

    /// <summary>
    /// Why no certificate may be cleared by the entries: one has a critical extension that is not understood, and it may
    /// change what the others mean (RFC 5280, 5.3). Null: none has.
    /// </summary>
    public string? Defect { get; private init; }

    /// <summary>Indexes the content of revokedCertificates.</summary>
    public static SerialIndex Build(ReadOnlyMemory<byte> sequence)
    {
        AsnDecoder.ReadSequence(sequence.Span, AsnEncodingRules.BER, out int start, out int length, out _);
        var entries = sequence.Slice(start, length);
        var offsets = new List<int>(length / 32);
        var span = entries.Span;
        string? defect = null;
        for (int offset = 0; offset < span.Length;)
        {
            offsets.Add(offset);
            AsnDecoder.ReadSequence(span[offset..], AsnEncodingRules.BER, out _, out _, out int consumed);
            defect ??= FindDefect(entries.Slice(offset, consumed));
            offset += consumed;
        }

        int capacity = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(4, offsets.Count * 2));
        var index = new SerialIndex(entries, offsets.Count, new int[capacity]) { Defect = defect };
        foreach (int offset in offsets)
        {
            index.Insert(offset);
        }

        return index;
    }

    /// <summary>The whole entry of a serial number; the last one where it stands twice.</summary>
    public ReadOnlyMemory<byte>? Find(ReadOnlySpan<byte> serial)
    {
        if (_slots.Length == 0)
        {
            return null;
        }

        int mask = _slots.Length - 1;
        for (int slot = Hash(serial) & mask; _slots[slot] != 0; slot = (slot + 1) & mask)
        {
            int offset = _slots[slot] - 1;
            if (SerialAt(offset).SequenceEqual(serial))
            {
                return EntryAt(offset);
            }
        }

        return null;
    }

    // Only an entry with the octets of a BOOLEAN can have a critical extension: few are decoded to find out.
    private static string? FindDefect(ReadOnlyMemory<byte> entry)
    {
        if (entry.Span.IndexOf(CriticalStart) < 0)
        {
            return null;
        }

        try
        {
            RevokedCertificate.Decode(entry);
            return null;
        }
        catch (AsnContentException e)
        {
            return e.Message;
        }
    }

    private void Insert(int offset)
    {
        int mask = _slots.Length - 1;
        var serial = SerialAt(offset);
        int slot = Hash(serial) & mask;
        while (_slots[slot] != 0 && !SerialAt(_slots[slot] - 1).SequenceEqual(serial))
        {
            slot = (slot + 1) & mask;
        }

        _slots[slot] = offset + 1;
    }

    private ReadOnlySpan<byte> SerialAt(int offset)
    {
        var entry = _entries.Span[offset..];
        AsnDecoder.ReadSequence(entry, AsnEncodingRules.BER, out int start, out int length, out _);
        return AsnDecoder.ReadIntegerBytes(entry.Slice(start, length), AsnEncodingRules.BER, out _);
    }

    private ReadOnlyMemory<byte> EntryAt(int offset)
    {
        AsnDecoder.ReadEncodedValue(_entries.Span[offset..], AsnEncodingRules.BER, out _, out _, out int length);
        return _entries.Slice(offset, length);
    }

    // Seeded per process, so that nobody can make a list whose serial numbers all collide.
    private static int Hash(ReadOnlySpan<byte> serial)
    {
        var hash = default(HashCode);
        hash.AddBytes(serial);
        return hash.ToHashCode();
    }
}
