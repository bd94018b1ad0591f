using Licenses.Crypto.Signatures;
using Licenses.Pdf.Document;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Signing;

/// <summary>
/// Seals documents by appending a revision, by the standard that the request's profile names: the input's bytes stay,
/// earlier seals stay valid, and where that cannot be, the outcome says why.
/// </summary>
public static class PdfSealer
{
    private const int Margin = 512;

    /// <summary>Seals a document in memory.</summary>
    public static async ValueTask<SealOutcome> SealAsync(
        ReadOnlyMemory<byte> pdf, SealRequest request, ISealKey key, CancellationToken cancellationToken)
    {
        using var source = PdfSource.FromMemory(pdf);
        var (signed, refusal) = await SignAsync(source, request, key, cancellationToken);
        return signed is null ? refusal! : new SealOutcome.Sealed(signed.Seal.Complete(signed.Value), signed.Seal.Field)
        {
            Digest = signed.Digest,
        };
    }

    /// <summary>Seals a document of any size: the input is hashed and copied in pieces.</summary>
    public static async ValueTask<SealOutcome> SealToAsync(
        PdfSource input, SealRequest request, ISealKey key, Stream target, CancellationToken cancellationToken)
    {
        var (signed, refusal) = await SignAsync(input, request, key, cancellationToken);
        if (signed is null)
        {
            return refusal!;
        }

        await signed.Seal.WriteToAsync(target, signed.Value, cancellationToken);
        return new SealOutcome.Written(signed.Seal.Length, signed.Seal.Field);
    }

    /// <summary>Seals a document of any size and gives what must stand behind it; the input is hashed, not copied.</summary>
    public static async ValueTask<SealOutcome> AppendSealAsync(
        PdfSource input, SealRequest request, ISealKey key, CancellationToken cancellationToken)
    {
        var (signed, refusal) = await SignAsync(input, request, key, cancellationToken);
        return signed is null ? refusal! : new SealOutcome.Appended(signed.Seal.CompleteUpdate(signed.Value), signed.Seal.Field);
    }

    /// <summary>The first half: everything but the signature. The input must stay open until the second half.</summary>
    /// <param name="input">The document.</param>
    /// <param name="request">How it is sealed.</param>
    /// <param name="reservedBytes">Room for the signature; see <see cref="EstimateSize"/>.</param>
    public static PrepareOutcome Prepare(PdfSource input, SealRequest request, int reservedBytes)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfLessThan(reservedBytes, 1);
        return Guard<PrepareOutcome>(
            () =>
            {
                var document = BrokenInput.Open(input, new PdfOpenOptions { Password = request.Password });
                return new PrepareOutcome.Prepared(SealBuilder.Build(document, request, reservedBytes));
            },
            refused => new PrepareOutcome.Refused(refused));
    }

    /// <summary>How many bytes a signature takes at most, timestamps included.</summary>
    /// <param name="request">How it is sealed.</param>
    /// <param name="key">Its certificates are counted; the key itself is not used.</param>
    public static int EstimateSize(SealRequest request, ISealKey key)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new SealContents(request.Profile, key).EstimateSize() + Margin + request.Stampers.Length * request.StampReserve;
    }

    /// <summary>Turns refusals from deep inside, and bytes that are no document, into outcomes.</summary>
    internal static T Guard<T>(Func<T> build, Func<SealOutcome.Refused, T> refuse)
    {
        try
        {
            return build();
        }
        catch (SealRefusedException refused)
        {
            return refuse(refused.Outcome);
        }
        catch (PdfFormatException locked) when (locked.IsLocked)
        {
            return refuse(new SealOutcome.Refused(
                SealRefusal.Encrypted,
                $"The document cannot be opened: {locked.Message} Give the user's or the owner's password.",
                "文件已加密，现有密码无法打开，请提供用户密码或所有者密码。"));
        }
        catch (PdfFormatException broken)
        {
            return refuse(new SealOutcome.Refused(
                SealRefusal.NotReadable,
                $"The file is not a PDF that can be sealed: {broken.Message}",
                $"文件不是可盖章的PDF（字节{broken.Offset}处有误）。"));
        }
    }

    internal static SealOutcome.Refused TooLarge(int length, int reserved) => new(
        SealRefusal.SignatureTooLarge,
        $"The signature takes {length} bytes, more than the {reserved} reserved, twice.",
        $"签名长度{length}字节，两次超出预留的{reserved}字节。");

    private static async ValueTask<(SignedSeal? Signed, SealOutcome.Refused? Refusal)> SignAsync(
        PdfSource input, SealRequest request, ISealKey key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(key);
        int reserved = EstimateSize(request, key);
        for (int attempt = 1; ; attempt++)
        {
            var outcome = Prepare(input, request with { Key = key }, reserved);
            if (outcome is PrepareOutcome.Refused refused)
            {
                return (null, refused.Outcome);
            }

            var seal = ((PrepareOutcome.Prepared)outcome).Seal;
            var digest = seal.Digest(key.Algorithm.Digest);
            var value = await seal.SignAsync(key, digest, request.Stampers, cancellationToken);
            if (value.Length <= reserved)
            {
                return (new SignedSeal(seal, digest, value), null);
            }

            if (attempt == 2)
            {
                return (null, TooLarge(value.Length, reserved));
            }

            reserved = value.Length + Margin; // a device or an authority that sends more than announced: once is enough
        }
    }

    /// <summary>A prepared seal and what goes into its hole.</summary>
    private sealed record SignedSeal(PreparedSeal Seal, byte[] Digest, byte[] Value);
}
