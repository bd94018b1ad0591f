using Licenses.Crypto.Sm;
using Licenses.Crypto.X509;

namespace Licenses.Crypto.Signatures;

/// <summary>SM2 signature values as <see cref="SignatureVerifier"/> asks about them.</summary>
internal static class Sm2Check
{
    /// <summary>Over a text, under the default user ID.</summary>
    public static SignatureCheck Verify(
        SubjectPublicKeyInfo key, ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature, bool lenient) =>
        Sm2PublicKey.Find(key.Key.Span, out var signer)
            ? Verify(signer, Sm2Identity.Digest(signer.DefaultIdentity, text), signature, lenient)
            : SignatureCheck.Malformed; // no point of the curve

    /// <summary>Over the digest of Z ‖ text.</summary>
    public static SignatureCheck VerifyDigest(
        SubjectPublicKeyInfo key, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature, bool lenient) =>
        Sm2PublicKey.Find(key.Key.Span, out var signer)
            ? Verify(signer, digest, signature, lenient)
            : SignatureCheck.Malformed;

    private static SignatureCheck Verify(
        Sm2PublicKey signer, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature, bool lenient)
    {
        if (!Sm2Signature.TryDecode(signature, out var value, out var form)
            || (form != Sm2SignatureForm.Der && !lenient))
        {
            return SignatureCheck.Malformed;
        }

        return SignatureCheck.Of(Sm2Verifier.VerifyDigest(signer, digest, value)) with { Form = form };
    }
}
