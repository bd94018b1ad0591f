using Licenses.Cli.Seal;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;
using Licenses.Sealing;
using Licenses.Verification;

namespace Licenses.Cli.Renew;

/// <summary>Renews the documents of an archive whose last timestamp nears its end. Each is replaced as a whole or not at all.</summary>
/// <param name="Notice">How long before the end.</param>
/// <param name="Evidence">Certificates and revocation data to store beside the timestamp.</param>
/// <param name="Timestamps">Null: only tell what is due.</param>
/// <param name="Clock">Now.</param>
internal sealed record RenewJob(TimeSpan Notice, Evidence Evidence, TimestampSource? Timestamps, TimeProvider Clock)
{
    /// <summary>A seal without a timestamp counts as still to be renewed.</summary>
    public bool RequireTimestamp { get; init; }

    public async Task<RenewedFile> RunAsync(string file, CancellationToken cancellationToken)
    {
        ArchiveTerm found;
        ReadOnlyMemory<byte> update;
        RenewedFile answer;
        using (var document = PdfSource.OpenFile(file))
        {
            try
            {
                found = Look(document, cancellationToken);
            }
            catch (PdfFormatException)
            {
                return new RenewedFile(file, null);
            }

            answer = new RenewedFile(file, found) { RequireTimestamp = RequireTimestamp };
            (answer, update) = found.State switch
            {
                _ when found.NeedsTimestamp && Timestamps is not null => await RenewAsync(document, answer, Timestamps, cancellationToken),
                ArchiveState.Kept or ArchiveState.Unproven when Evidence.Fetcher is not null =>
                    await SettleAsync(document, answer, cancellationToken),
                _ => (answer, default),
            };
        }

        if (update.IsEmpty)
        {
            return answer;
        }

        // A copy with the update behind it takes the file's place: a crash leaves the one or the other.
        await WholeFile.WriteAsync(
            file, overwrite: true,
            async target =>
            {
                await using var original = File.OpenRead(file);
                await original.CopyToAsync(target, cancellationToken);
                await target.WriteAsync(update, cancellationToken);
            },
            cancellationToken);
        return answer;
    }

    private async Task<(RenewedFile Answer, ReadOnlyMemory<byte> Update)> RenewAsync(
        PdfSource document, RenewedFile answer, TimestampSource timestamps, CancellationToken cancellationToken)
    {
        var order = new RaiseOrder(SignatureLevel.BaselineLta, timestamps.OfDocument) { StampReserve = timestamps.Reserve };
        return await Raiser.RaiseAsync(document, order, cancellationToken) switch
        {
            RaiseOutcome.Raised raised => Take(answer, Look(document.Append(raised.Update), cancellationToken), raised.Update),
            RaiseOutcome.Lacking lacking => (answer with { Lacking = lacking.Missing }, default),
            RaiseOutcome.Refused refused => (answer with { Lacking = [refused.Why] }, default),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    // A timestamp of an authority that ends no later carries the document no further, however many of them are added.
    private static (RenewedFile Answer, ReadOnlyMemory<byte> Update) Take(
        RenewedFile answer, ArchiveTerm renewed, ReadOnlyMemory<byte> update) =>
        renewed.Until > answer.Found?.Until
            ? (answer with { Renewed = renewed }, update)
            : (answer with
            {
                Lacking =
                [
                    new(
                        $"能够维持到 {answer.Found?.Until:yyyy-MM-dd} 之后的时间戳（由该机构续加的只到 {renewed.Until:yyyy-MM-dd}）",
                        $"a timestamp that carries it beyond {answer.Found?.Until:yyyy-MM-dd} "
                            + $"(one by this authority does until {renewed.Until:yyyy-MM-dd})"),
                ],
            }, default);

    /// <summary>What cannot be had yet is no failure: the next run asks again.</summary>
    private async Task<(RenewedFile Answer, ReadOnlyMemory<byte> Update)> SettleAsync(
        PdfSource document, RenewedFile answer, CancellationToken cancellationToken) =>
        await Raiser.SettleAsync(document, cancellationToken) is RaiseOutcome.Raised { Update.IsEmpty: false } settled
            ? (answer with { Found = Look(document.Append(settled.Update), cancellationToken), IsSettled = true }, settled.Update)
            : (answer, default);

    private LevelRaiser Raiser => new(Evidence.AtHand, Clock, Evidence.Fetcher);

    private ArchiveTerm Look(PdfSource document, CancellationToken cancellationToken) => ArchiveTerm.Of(
        PdfInspector.Inspect(document, new PdfInspectionOptions { Policy = InspectionPolicy.Pades, Cancellation = cancellationToken }),
        Evidence.AtHand, Clock.GetUtcNow(), Notice);
}
