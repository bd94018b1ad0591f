using System.Formats.Asn1;

namespace Licenses.Crypto.Asn1;

// GeneralName ::= CHOICE { otherName [0], rfc822Name [1] IA5String, dNSName [2] IA5String, x400Address [3],
//   directoryName [4] Name, ediPartyName [5], uniformResourceIdentifier [6] IA5String, iPAddress [7] OCTET STRING,
//   registeredID [8] OBJECT IDENTIFIER }  -- RFC 5280, 4.2.1.6
/// <summary>A name of any kind. Which of the members holds it follows from the kind.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Content">The octets of an address; the whole element for the kinds that nobody looks into.</param>
/// <param name="Text">A mail address, host name or URI.</param>
/// <param name="DirectoryName">A directory name.</param>
internal sealed record GeneralName(
    GeneralNameKind Kind, ReadOnlyMemory<byte> Content, string? Text = null, DistinguishedName? DirectoryName = null)
{
    public static GeneralName Decode(AsnReader reader)
    {
        var tag = reader.PeekTag();
        if (tag.TagClass != TagClass.ContextSpecific || tag.TagValue > (int)GeneralNameKind.RegisteredId)
        {
            throw new AsnContentException("A general name has an unknown tag.");
        }

        var kind = (GeneralNameKind)tag.TagValue;
        switch (kind)
        {
            case GeneralNameKind.Email or GeneralNameKind.Dns or GeneralNameKind.Uri:
                return new GeneralName(
                    kind, default, reader.ReadCharacterString(UniversalTagNumber.IA5String, Ber.Context(tag.TagValue)));
            case GeneralNameKind.DirectoryName:
                var wrapper = reader.ReadSequence(Ber.Context(tag.TagValue, true));
                var name = DistinguishedName.Decode(wrapper);
                wrapper.ThrowIfNotEmpty();
                return new GeneralName(kind, default, null, name);
            case GeneralNameKind.IpAddress:
                return new GeneralName(kind, Ber.ReadOctets(reader, Ber.Context(tag.TagValue)));
            default:
                return new GeneralName(kind, reader.ReadEncodedValue());
        }
    }

    /// <summary>Reads GeneralNames without its outer tag; at least one name must stand there.</summary>
    public static ImmutableArray<GeneralName> DecodeList(AsnReader sequence)
    {
        var names = ImmutableArray.CreateBuilder<GeneralName>(1);
        while (sequence.HasData)
        {
            names.Add(Decode(sequence));
        }

        return names.Count > 0 ? names.ToImmutable() : throw new AsnContentException("A list of names is empty.");
    }

    public bool Equals(GeneralName? other) => other is not null && Kind == other.Kind
        && string.Equals(Text, other.Text, StringComparison.Ordinal)
        && Equals(DirectoryName, other.DirectoryName) && Content.Span.SequenceEqual(other.Content.Span);

    public override int GetHashCode() => HashCode.Combine(Kind, Text, DirectoryName);
}
