using Licenses.Crypto.Signatures;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;
using Licenses.Sealing;
using Licenses.Trust.Fetching;
using Licenses.Verification;

namespace Licenses.Cli.Seal;

/// <summary>One document to be sealed, raised, or both. The input is read where it lies; only updates are held.</summary>
/// <param name="Wish">The level.</param>
/// <param name="Timestamps">Null where no authority was named.</param>
/// <param name="Password">Opens an encrypted document.</param>
/// <param name="Clock">Now.</param>
internal sealed record SealJob(LevelWish Wish, TimestampSource? Timestamps, string? Password, TimeProvider Clock)
{
    private static readonly LocalizedText NoAuthority = new(
        "时间戳（请用 --tsa 或 --tsa-key 指定时间戳机构）", "a timestamp: name an authority by --tsa or --tsa-key");

    /// <summary>The new seal; null where those that are there are raised.</summary>
    public (SealRequest Request, ISealKey Key)? Seal { get; init; }

    /// <summary>Seals and raises; what is to be written behind the input is the answer's other half.</summary>
    public async Task<(SealAnswer Answer, ReadOnlyMemory<byte> Update)> RunAsync(
        PdfSource input, CancellationToken cancellationToken)
    {
        if (Wish.Level >= SignatureLevel.BaselineT && Timestamps is null && Seal is not null && !Wish.IsBestEffort)
        {
            return (new SealAnswer.Lacking([NoAuthority]), default);
        }

        var (outcome, missing) = Seal is var (request, key)
            ? await SealAsync(input, request, key, cancellationToken)
            : (new SealOutcome.Appended(default, ""), []);
        return outcome switch
        {
            SealOutcome.Appended when !missing.IsEmpty && !Wish.IsBestEffort => (new SealAnswer.Lacking(missing), default),
            SealOutcome.Appended seal => await RaiseAsync(input, seal, missing, cancellationToken),
            SealOutcome.Refused refused => (Refuse(refused.Code, new(refused.DetailZh, refused.Detail)), default),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private async Task<(SealOutcome, ImmutableArray<LocalizedText>)> SealAsync(
        PdfSource input, SealRequest request, ISealKey key, CancellationToken cancellationToken)
    {
        var stamped = Wish.Level >= SignatureLevel.BaselineT && Timestamps is { } authority
            ? request with { Stampers = [authority.OfSignature], StampReserve = authority.Reserve }
            : request;
        try
        {
            return (await PdfSealer.AppendSealAsync(input, stamped, key, cancellationToken), []);
        }
        catch (TimeStampUnavailableException unavailable)
        {
            ImmutableArray<LocalizedText> missing = [new($"时间戳（{unavailable.Why.Zh}）", $"a timestamp: {unavailable.Why.En}")];
            return Wish.IsBestEffort
                ? (await PdfSealer.AppendSealAsync(input, request, key, cancellationToken), missing)
                : (new SealOutcome.Appended(default, ""), missing);
        }
    }

    private async Task<(SealAnswer, ReadOnlyMemory<byte>)> RaiseAsync(
        PdfSource input, SealOutcome.Appended seal, ImmutableArray<LocalizedText> missing, CancellationToken cancellationToken)
    {
        string? field = Seal is null ? null : seal.Field;
        if (Wish.Level == SignatureLevel.BaselineB)
        {
            return (new SealAnswer.Written(field, input.Length + seal.Update.Length, SignatureLevel.BaselineB, []), seal.Update);
        }

        var order = new RaiseOrder(Wish.Level, missing.IsEmpty ? Timestamps?.OfDocument : null)
        {
            IsBestEffort = Wish.IsBestEffort,
            Password = Password,
            StampReserve = Timestamps?.Reserve ?? TimestampSource.UsualReserve,
        };
        switch (await new LevelRaiser(Wish.Evidence.AtHand, Clock, Wish.Evidence.Fetcher).RaiseAsync(input.Append(seal.Update), order, cancellationToken))
        {
            case RaiseOutcome.Raised raised:
                ReadOnlyMemory<byte> update = (byte[])[.. seal.Update.Span, .. raised.Update.Span];
                ImmutableArray<LocalizedText> lacking = missing.IsEmpty ? raised.Missing : missing;
                return (new SealAnswer.Written(field, input.Length + update.Length, raised.Level, lacking), update);
            case RaiseOutcome.Lacking none:
                return (new SealAnswer.Lacking(none.Missing), default);
            case RaiseOutcome.Refused refused:
                return (Refuse(refused.Code, refused.Why), default);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static SealAnswer.Refused Refuse(SealRefusal code, LocalizedText why) => new(
        code, why, code == SealRefusal.NotReadable ? ExitCode.NotADocument : ExitCode.Failed);
}
