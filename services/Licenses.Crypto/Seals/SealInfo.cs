using System.Formats.Asn1;
using Licenses.Crypto.Asn1;
using Licenses.Crypto.X509;

namespace Licenses.Crypto.Seals;

// SES_SealInfo ::= SEQUENCE { header SES_Header, esID IA5String, property SES_ESPropertyInfo,
//   picture SES_ESPictrueInfo, extDatas ExtensionDatas OPTIONAL }
// SES_Header ::= SEQUENCE { ID IA5String ("ES"), version INTEGER, Vid IA5String }
// SES_ESPropertyInfo ::= SEQUENCE { type INTEGER, name UTF8String, certListType INTEGER (since 2020), certList,
//   createDate, validStart, validEnd }  -- GM/T 0031-2014, 6.1.1; GB/T 38540-2020, 6.1
/// <summary>What a seal is: whose, for whom, until when, and what it looks like. All formats have the same parts.</summary>
public sealed record SealInfo
{
    internal const string Identifier = "ES";

    public required int Version { get; init; }

    /// <summary>Who made the seal: a product's or an authority's code.</summary>
    public required string Vendor { get; init; }

    /// <summary>The seal's own number.</summary>
    public required string SealId { get; init; }

    /// <summary>1 a unit's and 2 a person's seal in 2014; by business need since.</summary>
    public required int Type { get; init; }

    public required string Name { get; init; }

    /// <summary>The certificates that may apply the seal, each as its bytes; empty where digests stand for them.</summary>
    public ImmutableArray<ReadOnlyMemory<byte>> Signers { get; init; } = [];

    public ImmutableArray<SignerDigest> SignerDigests { get; init; } = [];

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ValidFrom { get; init; }

    public required DateTimeOffset ValidUntil { get; init; }

    public required SealPicture Picture { get; init; }

    public ImmutableArray<Extension> Extensions { get; init; } = [];

    /// <summary>The parts, by their names in the standard, whose text is none of the string type that it says to be: read as UTF-8.</summary>
    public ImmutableArray<string> OddTexts { get; private init; } = [];

    public bool IsValidAt(DateTimeOffset time) => ValidFrom <= time && time <= ValidUntil;

    internal static SealInfo Decode(AsnReader reader)
    {
        var sequence = reader.ReadSequence();
        var header = sequence.ReadSequence();
        if (!SealReader.IsHeader(header))
        {
            throw new AsnContentException("The seal's header does not begin with ES.");
        }

        var odd = new List<string>();
        int version = SealFieldException.Read(header, "header.version", SealReader.ReadNumber);
        string vendor = SealText.Read(header, "header.Vid", odd);
        string number = SealText.Read(sequence, "esID", odd);
        var property = sequence.ReadSequence();
        int type = SealFieldException.Read(property, "type", SealReader.ReadNumber);
        string name = SealText.Read(property, "name", odd);
        var (signers, digests) = SealFieldException.Read(property, "certList", list => ReadSigners(list, odd));
        var info = new SealInfo
        {
            Version = version,
            Vendor = vendor,
            SealId = number,
            Type = type,
            Name = name,
            Signers = signers,
            SignerDigests = digests,
            CreatedAt = SealFieldException.Read(property, "createDate", SealTime.Read),
            ValidFrom = SealFieldException.Read(property, "validStart", SealTime.Read),
            ValidUntil = SealFieldException.Read(property, "validEnd", SealTime.Read),
            Picture = SealFieldException.Read(sequence, "picture", picture => SealPicture.Decode(picture, odd)),
            Extensions = SealReader.ReadExtensions(sequence),
        };
        sequence.ThrowIfNotEmpty();
        return info with { OddTexts = [.. odd.Distinct()] };
    }

    internal void Encode(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteCharacterString(UniversalTagNumber.IA5String, Identifier);
                writer.WriteInteger(Version);
                writer.WriteCharacterString(UniversalTagNumber.IA5String, Vendor);
            }

            writer.WriteCharacterString(UniversalTagNumber.IA5String, SealId);
            EncodeProperty(writer);
            Picture.Encode(writer);
            if (!Extensions.IsEmpty)
            {
                SealReader.WriteExtensions(writer, Extensions);
            }
        }
    }

    private void EncodeProperty(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            writer.WriteInteger(Type);
            writer.WriteCharacterString(UniversalTagNumber.UTF8String, Name);
            writer.WriteInteger(SignerDigests.IsEmpty ? 1 : 2);
            using (writer.PushSequence())
            {
                foreach (var signer in Signers)
                {
                    writer.WriteOctetString(signer.Span);
                }

                foreach (var digest in SignerDigests)
                {
                    using (writer.PushSequence())
                    {
                        writer.WriteCharacterString(UniversalTagNumber.PrintableString, digest.Type);
                        writer.WriteOctetString(digest.Value.Span);
                    }
                }
            }

            foreach (var time in new[] { CreatedAt, ValidFrom, ValidUntil })
            {
                writer.WriteGeneralizedTime(time, omitFractionalSeconds: true);
            }
        }
    }

    // In 2014 the list has no type and holds certificates, in an OCTET STRING each or bare.
    private static (ImmutableArray<ReadOnlyMemory<byte>> Signers, ImmutableArray<SignerDigest> Digests) ReadSigners(
        AsnReader property, List<string> odd)
    {
        int listType = 1;
        if (property.PeekTag().HasSameClassAndValue(Asn1Tag.Integer))
        {
            listType = SealReader.ReadNumber(property);
        }

        var list = property.ReadSequence();
        var signers = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>();
        var digests = ImmutableArray.CreateBuilder<SignerDigest>();
        for (int count = 0; list.HasData; count++)
        {
            SealReader.Bound(count);
            if (listType == 2)
            {
                var entry = list.ReadSequence();
                digests.Add(new SignerDigest(SealText.Read(entry, "certDigestList", odd), Ber.ReadOctets(entry)));
                entry.ThrowIfNotEmpty();
            }
            else if (listType == 1)
            {
                signers.Add(list.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence)
                    ? list.ReadEncodedValue()
                    : Ber.ReadOctets(list));
            }
            else
            {
                throw new AsnContentException($"The list of signers has the unknown type {listType}.");
            }
        }

        return (signers.ToImmutable(), digests.ToImmutable());
    }
}
