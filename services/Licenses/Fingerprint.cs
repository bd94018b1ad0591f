using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Licenses;

/// <summary>SHA-256 over a method name and its fields, each with its length in front, so that no two payloads collide.</summary>
public sealed class Fingerprint
{
    private readonly MemoryStream _bytes = new();

    public Fingerprint(string method) => Add(method);

    public Fingerprint Add(string? value) => Add(value is null ? default : Encoding.UTF8.GetBytes(value), value is null);

    public Fingerprint Add(DateTimeOffset? value) =>
        Add(value?.UtcTicks.ToString(CultureInfo.InvariantCulture));

    public Fingerprint Add(long value) => Add(value.ToString(CultureInfo.InvariantCulture));

    public Fingerprint Add(Subject subject) => Add(subject.Kind.ToString()).Add(subject.Code).Add(subject.Name);

    public Fingerprint Add(IReadOnlyDictionary<string, string> fields)
    {
        foreach (var (key, value) in fields.OrderBy(field => field.Key, StringComparer.Ordinal))
        {
            Add(key).Add(value);
        }

        return Add(fields.Count);
    }

    public Fingerprint Add(ReadOnlySpan<byte> bytes) => Add(bytes, isAbsent: false);

    public byte[] ToSha256() => SHA256.HashData(_bytes.GetBuffer().AsSpan(0, (int)_bytes.Length));

    private Fingerprint Add(ReadOnlySpan<byte> bytes, bool isAbsent)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, isAbsent ? -1 : bytes.Length);
        _bytes.Write(length);
        _bytes.Write(bytes);
        return this;
    }
}
