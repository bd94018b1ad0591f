using System.Formats.Asn1;
using Licenses.Crypto.Asn1;

namespace Licenses.Crypto.Seals;

/// <summary>Tells what a signature value is from its own bytes. What stands around it may say anything.</summary>
public static class SignatureContainer
{
    /// <summary>Looks at the head only: what is told here may still prove to be broken.</summary>
    /// <param name="encoded">The value; what follows its first element is not looked at.</param>
    public static ContainerKind KindOf(ReadOnlyMemory<byte> encoded)
    {
        if (SealedSignature.LooksLikeOne(encoded))
        {
            return ContainerKind.SealedSignature;
        }

        try
        {
            return Ber.Open(encoded).ReadSequence().ReadObjectIdentifier() switch
            {
                Oids.SignedData => ContainerKind.SignedData,
                Oids.GmSignedData => ContainerKind.NationalSignedData,
                _ => ContainerKind.Unknown,
            };
        }
        catch (AsnContentException)
        {
            return ContainerKind.Unknown;
        }
    }
}
