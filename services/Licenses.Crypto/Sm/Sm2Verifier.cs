namespace Licenses.Crypto.Sm;

/// <summary>
/// Verifies SM2 signatures (GB/T 32918.2-2016, 7.1). Everything in a verification is public, so it runs in variable time;
/// nothing here may ever touch a private key.
/// </summary>
public static class Sm2Verifier
{
    /// <summary>Verifies over a text.</summary>
    /// <param name="key">The signer's key.</param>
    /// <param name="userId">The signer's ID; <see cref="Sm2Identity.DefaultUserId"/> where none was agreed.</param>
    /// <param name="text">The signed bytes.</param>
    /// <param name="signature">The signature value.</param>
    public static bool Verify(
        Sm2PublicKey key, ReadOnlySpan<byte> userId, ReadOnlySpan<byte> text, Sm2Signature signature)
    {
        ArgumentNullException.ThrowIfNull(key);
        return VerifyDigest(key, Sm2Identity.Digest(key.Identity(userId), text), signature);
    }

    /// <summary>Verifies over e = SM3(Z ‖ text).</summary>
    public static bool VerifyDigest(Sm2PublicKey key, ReadOnlySpan<byte> digest, Sm2Signature signature)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(signature);
        if (digest.Length != Sm3.DigestLength
            || !Scalar.TryReadNonZero(signature.R.Span, out var r)
            || !Scalar.TryReadNonZero(signature.S.Span, out var s))
        {
            return false;
        }

        var t = Scalar.Add(r, s);
        if (t.IsZero)
        {
            return false;
        }

        key.Count();
        var point = default(JacobianPoint);
        PointTable.Generator.AddMultiple(s, ref point);
        key.AddMultiple(t, ref point);

        // R = e + x1 mod n must be r: so x1 must be r − e.
        return !point.IsInfinity
            && Scalar.Subtract(r, Scalar.ReadReduced(digest)).IsCongruentTo(point.X, point.SquaredZ);
    }
}
