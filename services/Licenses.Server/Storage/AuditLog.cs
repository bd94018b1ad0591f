using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Licenses.Ledger;

namespace Licenses.Server.Storage;

/// <summary>Appends to the audit table, inside the transaction of what it records and as its last act.</summary>
internal static class AuditLog
{
    /// <summary>Takes the next index and writes the leaf. Other writers wait for this transaction from here on.</summary>
    public static async ValueTask AppendAsync(DbSession session, AuditLeaf leaf, CancellationToken cancellationToken)
    {
        var index = (long?)await session
            .Statement("UPDATE audit_head SET next_index = next_index + 1 WHERE singleton = 1 RETURNING next_index - 1")
            .ExecuteScalarAsync(cancellationToken);
        await session
            .Statement(
                """
                INSERT INTO audit_leaf
                    (leaf_index, event, object_id, object_version, actor_code, at, payload_hash, leaf_hash)
                VALUES (@leaf_index, @event, @object_id, @object_version, @actor_code, @at, @payload_hash, @leaf_hash)
                """)
            .With("leaf_index", index)
            .With("event", leaf.Event)
            .With("object_id", leaf.ObjectId)
            .With("object_version", leaf.ObjectVersion)
            .With("actor_code", leaf.ActorCode)
            .With("at", leaf.At)
            .With("payload_hash", leaf.PayloadHash)
            .With("leaf_hash", Hash(leaf))
            .ExecuteNonQueryAsync(cancellationToken);
    }

    // RFC 6962, 2.1: a leaf's hash is SHA-256 over 0x00 and the entry. The entry is each field behind its length
    // (4 bytes, big-endian), so that no two leaves share an encoding; whole numbers and times take 8 bytes.
    internal static byte[] Hash(AuditLeaf leaf)
    {
        using var entry = new MemoryStream();
        entry.WriteByte(0x00);
        Write(entry, "licenses.leaf.v1"u8);
        Write(entry, Encoding.UTF8.GetBytes(leaf.Event));
        Write(entry, Encoding.UTF8.GetBytes(leaf.ObjectId));
        Write(entry, leaf.ObjectVersion);
        Write(entry, Encoding.UTF8.GetBytes(leaf.ActorCode));
        Write(entry, DbValues.Microseconds(leaf.At));
        Write(entry, leaf.PayloadHash.Span);
        return SHA256.HashData(entry.GetBuffer().AsSpan(0, (int)entry.Length));
    }

    private static void Write(MemoryStream entry, ReadOnlySpan<byte> field)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, field.Length);
        entry.Write(length);
        entry.Write(field);
    }

    private static void Write(MemoryStream entry, long field)
    {
        Span<byte> value = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(value, field);
        Write(entry, value);
    }
}
