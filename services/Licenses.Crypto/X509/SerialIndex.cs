using System.Formats.Asn1;
using System.Numerics;

namespace Licenses.Crypto.X509;

/// <summary>
/// Finds a CRL's entries by serial number. A million entries are read once, in place; the index is a table of offsets
/// with open addressing, so it costs eight bytes per entry and no object.
/// </summary>
internal sealed class SerialIndex
{
    public static readonly SerialIndex Empty = new(default, []);

    private const byte BooleanTag = 1;

    private readonly ReadOnlyMemory<byte> _entries;
    private readonly int[] _slots; // an entry's offset plus one; 0 is free

    private SerialIndex(ReadOnlyMemory<byte> entries, int[] slots)
    {
        _entries = entries;
        _slots = slots;
    }

    public int Count { get; private set; }

    /// <summary>
    /// Why no certificate may be cleared by the entries: one has a critical extension that is not understood, and it may
    /// change what the others mean (RFC 5280, 5.3). Null: none has.
    /// </summary>
    public string? Defect { get; private set; }

    /// <summary>Indexes the content of revokedCertificates.</summary>
    public static SerialIndex Build(ReadOnlyMemory<byte> sequence)
    {
        AsnDecoder.ReadSequence(sequence.Span, AsnEncodingRules.BER, out int start, out int length, out _);
        var entries = sequence.Slice(start, length);
        int capacity = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(4, CountOf(entries.Span) * 2));
        var index = new SerialIndex(entries, new int[capacity]);
        for (int offset = 0; offset < entries.Length;)
        {
            int end = offset + LengthAt(entries.Span, offset);
            index.Defect ??= FindDefect(entries[offset..end]);
            index.Insert(offset);
            index.Count++;
            offset = end;
        }

        return index;
    }

    // Read twice in place of remembering where each begins: that would be as much again as the index.
    private static int CountOf(ReadOnlySpan<byte> entries)
    {
        int count = 0;
        for (int offset = 0; offset < entries.Length; offset += LengthAt(entries, offset))
        {
            count++;
        }

        return count;
    }

    private static int LengthAt(ReadOnlySpan<byte> entries, int offset)
    {
        AsnDecoder.ReadSequence(entries[offset..], AsnEncodingRules.BER, out _, out _, out int consumed);
        return consumed;
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

    // Only an entry that says of an extension to be critical is decoded to find out which: a decoded one costs a kilobyte.
    private static string? FindDefect(ReadOnlyMemory<byte> entry)
    {
        if (!MayHaveCritical(entry.Span))
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

    // SEQUENCE { serial, date, SEQUENCE OF SEQUENCE { extnID, critical BOOLEAN DEFAULT FALSE, extnValue } OPTIONAL }
    private static bool MayHaveCritical(ReadOnlySpan<byte> entry)
    {
        if (!TryOpen(entry, out var fields) || !TrySkip(ref fields) || !TrySkip(ref fields) || fields.IsEmpty)
        {
            return !fields.IsEmpty; // what cannot be read is decoded, which says why
        }

        if (!TryOpen(fields, out var extensions))
        {
            return true;
        }

        while (!extensions.IsEmpty)
        {
            if (!TryOpen(extensions, out var parts) || !TrySkip(ref parts) || parts is [BooleanTag, ..] || !TrySkip(ref extensions))
            {
                return true;
            }
        }

        return false;
    }

    private static bool TryOpen(ReadOnlySpan<byte> elements, out ReadOnlySpan<byte> content)
    {
        bool isRead = AsnDecoder.TryReadEncodedValue(elements, AsnEncodingRules.BER, out _, out int start, out int length, out _);
        content = isRead ? elements.Slice(start, length) : elements;
        return isRead;
    }

    private static bool TrySkip(ref ReadOnlySpan<byte> elements)
    {
        bool isRead = AsnDecoder.TryReadEncodedValue(elements, AsnEncodingRules.BER, out _, out _, out _, out int consumed);
        elements = elements[consumed..];
        return isRead;
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
