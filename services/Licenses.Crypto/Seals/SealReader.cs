using System.Formats.Asn1;
using Licenses.Crypto.Asn1;
using Licenses.Crypto.X509;

namespace Licenses.Crypto.Seals;

/// <summary>
/// Parts of seals as production writes them. Strings come in any string type, signatures as BIT STRING or OCTET STRING,
/// `critical FALSE` is spelt out although DER forbids it: all is read as BER, and verified over the bytes as received.
/// </summary>
internal static class SealReader
{
    /// <summary>The largest structure that is looked at: a seal with its picture stays far below.</summary>
    public const int LargestSize = 16 * 1024 * 1024;

    private const int MostEntries = 4096;

    public static void Bound(int count)
    {
        if (count >= MostEntries)
        {
            throw new AsnContentException($"More than {MostEntries} entries in one list.");
        }
    }

    public static int ReadNumber(AsnReader reader) => reader.TryReadInt32(out int number)
        ? number
        : throw new AsnContentException("A number of the seal is out of range.");

    /// <summary>Whether the next element is the text that every seal's header begins with.</summary>
    public static bool IsHeader(AsnReader reader) => SealText.Read(reader, "header", []) == SealInfo.Identifier;

    /// <summary>What a BIT STRING or an OCTET STRING holds.</summary>
    public static ReadOnlyMemory<byte> ReadBytes(AsnReader reader) =>
        reader.PeekTag().HasSameClassAndValue(Asn1Tag.PrimitiveOctetString)
            ? Ber.ReadOctets(reader)
            : Ber.ReadWholeBytes(reader);

    /// <summary>An algorithm by its number, bare as the standards say or as AlgorithmIdentifier.</summary>
    public static AlgorithmIdentifier ReadAlgorithm(AsnReader reader) =>
        reader.PeekTag().HasSameClassAndValue(Asn1Tag.ObjectIdentifier)
            ? new AlgorithmIdentifier(reader.ReadObjectIdentifier())
            : AlgorithmIdentifier.Decode(reader);

    /// <summary>The timestamp at the end, which is tagged [0] EXPLICIT, [0] IMPLICIT or not at all; null where there is none.</summary>
    public static ReadOnlyMemory<byte>? ReadTimeStamp(AsnReader reader)
    {
        if (!reader.HasData)
        {
            return null;
        }

        if (!Ber.NextIs(reader, 0))
        {
            return ReadStamp(reader);
        }

        if (reader.PeekTag().IsConstructed)
        {
            var wrapper = reader.ReadSequence(Ber.Context(0, true));
            var stamp = ReadStamp(wrapper);
            wrapper.ThrowIfNotEmpty();
            return stamp;
        }

        // [0] IMPLICIT BIT STRING: the first byte counts unused bits.
        reader.TryReadPrimitiveBitString(out int unused, out var content, Ber.Context(0));
        return unused == 0 ? content : throw new AsnContentException("A timestamp does not end on a byte.");
    }

    // Some put the token itself where a BIT STRING should hold it.
    private static ReadOnlyMemory<byte> ReadStamp(AsnReader reader) =>
        reader.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence) ? reader.ReadEncodedValue() : ReadBytes(reader);

    // ExtensionDatas ::= SEQUENCE SIZE(0..MAX) OF ExtData, [0] EXPLICIT, [0] IMPLICIT or untagged
    public static ImmutableArray<Extension> ReadExtensions(AsnReader reader)
    {
        if (!reader.HasData)
        {
            return [];
        }

        AsnReader list;
        if (Ber.NextIs(reader, 0))
        {
            list = reader.ReadSequence(Ber.Context(0, true));
            if (list.HasData && IsListOfExtensions(list))
            {
                var inner = list.ReadSequence();
                list.ThrowIfNotEmpty();
                list = inner;
            }
        }
        else
        {
            list = reader.ReadSequence();
        }

        var extensions = ImmutableArray.CreateBuilder<Extension>();
        while (list.HasData)
        {
            Bound(extensions.Count);
            extensions.Add(Extension.Decode(list));
        }

        return extensions.ToImmutable();
    }

    public static void WriteExtensions(AsnWriter writer, ImmutableArray<Extension> extensions)
    {
        using (writer.PushSequence())
        {
            foreach (var extension in extensions)
            {
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(extension.Oid);
                    if (extension.IsCritical)
                    {
                        writer.WriteBoolean(true);
                    }

                    writer.WriteOctetString(extension.Value.Span);
                }
            }
        }
    }

    // [0] EXPLICIT holds one SEQUENCE OF, [0] IMPLICIT the entries themselves: an entry begins with its number.
    private static bool IsListOfExtensions(AsnReader list)
    {
        var first = Ber.Open(list.PeekEncodedValue()).ReadSequence();
        return !first.HasData || !first.PeekTag().HasSameClassAndValue(Asn1Tag.ObjectIdentifier);
    }
}
