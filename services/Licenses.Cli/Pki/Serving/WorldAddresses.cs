using System.Formats.Asn1;

namespace Licenses.Cli.Pki.Serving;

/// <summary>Where the services of a served PKI are.</summary>
public sealed class WorldAddresses(Uri root)
{
    public Uri Root => root;

    public Uri Tsa => new(root, "tsa");

    public Uri Ocsp(string authority) => new(root, $"ocsp/{authority}");

    public Uri Crl(string authority) => new(root, $"crl/{authority}.crl");

    /// <summary>The responder without ocsp-nocheck.</summary>
    public Uri CheckedOcsp(string authority) => new(root, $"ocsp-checked/{authority}");

    /// <summary>The second place of the complete list.</summary>
    public Uri Mirror(string authority) => new(root, $"mirror/{authority}.crl");

    /// <summary>The list of those whose keys are in wrong hands, and that of all others.</summary>
    public Uri[] ByReason(string authority) =>
        [new(root, $"crl/{authority}/compromise.crl"), new(root, $"crl/{authority}/other.crl")];

    /// <summary>The complete list that deltas refer to.</summary>
    public Uri Base(string authority) => new(root, $"crl/{authority}/base.crl");

    public Uri Delta(string authority) => new(root, $"crl/{authority}/delta.crl");

    public Uri Shard(string authority, int shard) => new(root, $"crl/{authority}/{shard}.crl");

    public Uri Certificate(string authority) => new(root, $"ca/{authority}.cer");

    // CRLDistributionPoints ::= SEQUENCE OF SEQUENCE { distributionPoint [0] DistributionPointName, … }
    internal static void WritePoints(AsnWriter writer, string address)
    {
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            WritePoint(writer, address);
        }
    }

    // distributionPoint [0] CHOICE { fullName [0] GeneralNames }; uniformResourceIdentifier [6] IA5String
    internal static void WritePoint(AsnWriter writer, string address)
    {
        using (writer.PushSequence(Context(0)))
        using (writer.PushSequence(Context(0)))
        {
            WriteAddress(writer, address);
        }
    }

    // AuthorityInfoAccessSyntax ::= SEQUENCE OF SEQUENCE { accessMethod, accessLocation GeneralName }
    internal static void WriteAccess(AsnWriter writer, string responder, string issuer)
    {
        using (writer.PushSequence())
        {
            WriteAccessDescription(writer, "1.3.6.1.5.5.7.48.1", responder);
            WriteAccessDescription(writer, "1.3.6.1.5.5.7.48.2", issuer);
        }
    }

    private static void WriteAccessDescription(AsnWriter writer, string method, string address)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(method);
            WriteAddress(writer, address);
        }
    }

    private static void WriteAddress(AsnWriter writer, string address) =>
        writer.WriteCharacterString(UniversalTagNumber.IA5String, address, Context(6));

    private static Asn1Tag Context(int number) => new(TagClass.ContextSpecific, number);
}
