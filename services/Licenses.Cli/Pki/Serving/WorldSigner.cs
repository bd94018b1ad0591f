using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace Licenses.Cli.Pki.Serving;

/// <summary>A key with its certificate that signs what the served PKI publishes.</summary>
internal sealed class WorldSigner(MemberKey key, X509Certificate2 certificate)
{
    private readonly Lock _turn = new();

    public X509Certificate2 Certificate => certificate;

    public MemberKey Key => key;

    /// <summary>SEQUENCE { toBeSigned, algorithm, signature } as certificates, CRLs and OCSP responses have it.</summary>
    public byte[] Sign(ReadOnlySpan<byte> toBeSigned, Action<AsnWriter>? more = null)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(toBeSigned);
            WriteAlgorithm(writer);
            lock (_turn) // one key object serves one thread at a time
            {
                writer.WriteBitString(key.Signer().SignData(toBeSigned.ToArray(), key.Digest));
            }

            more?.Invoke(writer);
        }

        return writer.Encode();
    }

    public void WriteAlgorithm(AsnWriter writer) =>
        writer.WriteEncodedValue(key.Signer().GetSignatureAlgorithmIdentifier(key.Digest));
}
