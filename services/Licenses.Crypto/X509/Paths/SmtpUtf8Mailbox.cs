using System.Formats.Asn1;
using Licenses.Crypto.Asn1;

namespace Licenses.Crypto.X509.Paths;

// OtherName ::= [0] SEQUENCE { type-id OBJECT IDENTIFIER, value [0] EXPLICIT ANY }; SmtpUTF8Mailbox ::= UTF8String
//   -- RFC 5280, 4.2.1.6 and RFC 9598, 3
/// <summary>A mail address with letters beyond ASCII. Constraints on mail addresses hold for it too (RFC 9598, 6).</summary>
internal static class SmtpUtf8Mailbox
{
    private const string Oid = "1.3.6.1.5.5.7.8.9";

    /// <summary>The address that another name is; null where it is of another kind.</summary>
    public static GeneralName? Of(GeneralName name)
    {
        if (name.Kind != GeneralNameKind.Other)
        {
            return null;
        }

        try
        {
            var other = Ber.Open(name.Content).ReadSequence(Ber.Context((int)GeneralNameKind.Other, true));
            return other.ReadObjectIdentifier() == Oid
                ? new GeneralName(GeneralNameKind.Email, default, Read(other.ReadSequence(Ber.Context(0, true))))
                : null;
        }
        catch (AsnContentException)
        {
            return new GeneralName(GeneralNameKind.Email, default, ""); // within no constraint on mail addresses
        }
    }

    private static string Read(AsnReader value) => value.ReadCharacterString(UniversalTagNumber.UTF8String);
}
