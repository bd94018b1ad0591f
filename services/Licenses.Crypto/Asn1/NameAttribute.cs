using System.Formats.Asn1;
using System.Text;

namespace Licenses.Crypto.Asn1;

// AttributeTypeAndValue ::= SEQUENCE { type OBJECT IDENTIFIER, value ANY }  -- RFC 5280, 4.1.2.4
/// <summary>One attribute of a name. Text is null where the value is no string that we can read.</summary>
internal sealed record NameAttribute(string Oid, string? Text, ReadOnlyMemory<byte> Encoded)
{
    private static readonly Dictionary<string, string> ShortNames = new(StringComparer.Ordinal)
    {
        ["2.5.4.3"] = "CN",
        ["2.5.4.4"] = "SN",
        ["2.5.4.5"] = "serialNumber",
        ["2.5.4.6"] = "C",
        ["2.5.4.7"] = "L",
        ["2.5.4.8"] = "ST",
        ["2.5.4.9"] = "STREET",
        ["2.5.4.10"] = "O",
        ["2.5.4.11"] = "OU",
        ["2.5.4.12"] = "title",
        ["2.5.4.13"] = "description",
        ["2.5.4.15"] = "businessCategory",
        ["2.5.4.17"] = "postalCode",
        ["2.5.4.20"] = "telephoneNumber",
        ["2.5.4.41"] = "name",
        ["2.5.4.42"] = "givenName",
        ["2.5.4.46"] = "dnQualifier",
        ["2.5.4.65"] = "pseudonym",
        ["2.5.4.97"] = "organizationIdentifier",
        ["0.9.2342.19200300.100.1.25"] = "DC",
        ["0.9.2342.19200300.100.1.1"] = "UID",
        ["1.2.840.113549.1.9.1"] = "emailAddress",
    };

    /// <summary>What two attributes are compared by: case and runs of spaces do not count (RFC 5280, 7.1).</summary>
    public string Key => Text is null
        ? Oid + "#" + Convert.ToHexString(Encoded.Span)
        : Oid + "=" + Fold(Text);

    public static NameAttribute Decode(AsnReader reader)
    {
        var sequence = reader.ReadSequence();
        string oid = sequence.ReadObjectIdentifier();
        var value = sequence.ReadEncodedValue();
        sequence.ThrowIfNotEmpty();
        return new NameAttribute(oid, ReadText(value), value);
    }

    public override string ToString() =>
        ShortNames.TryGetValue(Oid, out string? name) && Text is not null
            ? name + "=" + Escape(Text)
            : (name ?? Oid) + "=#" + Convert.ToHexString(Encoded.Span);

    private static string? ReadText(ReadOnlyMemory<byte> value)
    {
        var reader = Ber.Open(value);
        var tag = reader.PeekTag();
        if (tag.TagClass != TagClass.Universal)
        {
            return null;
        }

        var type = (UniversalTagNumber)tag.TagValue;
        if (type is not (UniversalTagNumber.UTF8String or UniversalTagNumber.PrintableString
            or UniversalTagNumber.IA5String or UniversalTagNumber.BMPString or UniversalTagNumber.T61String
            or UniversalTagNumber.NumericString or UniversalTagNumber.VisibleString))
        {
            return null;
        }

        try
        {
            return reader.ReadCharacterString(type);
        }
        catch (AsnContentException)
        {
            return null; // a character outside its own type: shown as hexadecimal, compared byte by byte
        }
    }

    // RFC 4514, 2.4. Control characters are escaped too, so that a name cannot forge a line of a report.
    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 8);
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            bool atEdge = i == 0 || i == text.Length - 1;
            if (c is ',' or '+' or '"' or '\\' or '<' or '>' or ';' or '=' || (c == '#' && i == 0) || (c == ' ' && atEdge))
            {
                escaped.Append('\\').Append(c);
            }
            else if (char.IsControl(c))
            {
                foreach (byte octet in Encoding.UTF8.GetBytes([c]))
                {
                    escaped.Append('\\').Append(octet.ToString("X2", null));
                }
            }
            else
            {
                escaped.Append(c);
            }
        }

        return escaped.ToString();
    }

    private static string Fold(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant();
}
