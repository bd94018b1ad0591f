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

            answer = new RenewedFile(file, found);
            if (found.State != ArchiveState.Due || Timestamps is null)
            {
                return answer;
            }

            var order = new RaiseOrder(SignatureLevel.BaselineLta, Timestamps.OfDocument) { StampReserve = Timestamps.Reserve };
            switch (await new LevelRaiser(Evidence.AtHand, Clock, Evidence.Fetcher).RaiseAsync(document, order, cancellationToken))
            {
                case RaiseOutcome.Raised raised:
                    update = raised.Update;
                    break;
                case RaiseOutcome.Lacking lacking:
                    return answer with { Lacking = lacking.Missing };
                case RaiseOutcome.Refused refused:
                    return answer with { Lacking = [refused.Why] };
                default:
                    throw new System.Diagnostics.UnreachableException();
            }

            answer = answer with { Renewed = Look(document.Append(update), cancellationToken) };
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

    private ArchiveTerm Look(PdfSource document, CancellationToken cancellationToken) => ArchiveTerm.Of(
        PdfInspector.Inspect(document, new PdfInspectionOptions { Policy = InspectionPolicy.Pades, Cancellation = cancellationToken }),
        Evidence.AtHand, AlgorithmTable.Default, Clock.GetUtcNow(), Notice);
}
