using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using Licenses.Crypto.Asn1;

namespace Licenses.Tests.Trust;

/// <summary>Writes what a test says, whether the standard allows it or not.</summary>
internal static class Der
{
    public static void Sequence(this AsnWriter writer, Action content, Asn1Tag? tag = null)
    {
        using (writer.PushSequence(tag))
        {
            content();
        }
    }

    /// <summary>A name as "CN=Leaf,O=City", in the order written; an empty text is the empty name.</summary>
    public static byte[] Name(string text) =>
        text.Length == 0 ? [0x30, 0] : new X500DistinguishedName(text, X500DistinguishedNameFlags.None).RawData;

    /// <summary>A name of common names, one per part, each in a string type of its own.</summary>
    public static byte[] Name(params (UniversalTagNumber Type, string Text)[] parts)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.Sequence(() => Array.ForEach(parts, part =>
        {
            using (writer.PushSetOf())
            {
                Attribute(writer, Oids.CommonName, part.Text, part.Type);
            }
        }));
        return writer.Encode();
    }

    public static void Attribute(
        AsnWriter writer, string oid, string text, UniversalTagNumber type = UniversalTagNumber.PrintableString) =>
        writer.Sequence(() =>
        {
            writer.WriteObjectIdentifier(oid);
            writer.WriteCharacterString(type, text);
        });

    /// <summary>Writes a name such as "dns:example.com"; see <see cref="Ext.Alternative"/>.</summary>
    public static void GeneralName(AsnWriter writer, string name)
    {
        int colon = name.IndexOf(':', StringComparison.Ordinal);
        string value = name[(colon + 1)..];
        switch (name[..colon])
        {
            case "mail":
                writer.WriteCharacterString(UniversalTagNumber.IA5String, value, Ber.Context(1));
                break;
            case "smtp": // otherName with an SmtpUTF8Mailbox
                writer.Sequence(
                    () =>
                    {
                        writer.WriteObjectIdentifier("1.3.6.1.5.5.7.8.9");
                        writer.Sequence(() => writer.WriteCharacterString(UniversalTagNumber.UTF8String, value), Ber.Context(0, true));
                    },
                    Ber.Context(0, true));
                break;
            case "dns":
                writer.WriteCharacterString(UniversalTagNumber.IA5String, value, Ber.Context(2));
                break;
            case "dir":
                writer.Sequence(() => writer.WriteEncodedValue(Name(value)), Ber.Context(4, true));
                break;
            case "uri":
                writer.WriteCharacterString(UniversalTagNumber.IA5String, value, Ber.Context(6));
                break;
            case "ip":
                writer.WriteOctetString(Convert.FromHexString(value), Ber.Context(7));
                break;
            case "oid":
                writer.WriteObjectIdentifier(value, Ber.Context(8));
                break;
            default:
                throw new ArgumentException(name, nameof(name));
        }
    }
}
