using Licenses.Crypto.X509;
using Licenses.Pdf.Signing;
using Licenses.Sealing.Desk;
using Licenses.Trust;

namespace Licenses.Verification;

/// <summary>Verifies with the trust of the moment, and asks the seal desk and the revocation sources for what judging wants to know.</summary>
public sealed class OnlineVerification(
    CurrentTrust trust, IRevocationSource source, ISealStandings desk, TimeProvider clock)
{
    // A new answer may move the best signature time, and with it the question; it settles in two rounds or never.
    private const int MostRounds = 4;

    /// <summary>Judges what an inspection found. The request's own trust is replaced by the current one.</summary>
    public async ValueTask<VerificationReport> VerifyAsync(
        PdfInspection inspection, VerificationRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var complete = request with
        {
            Trust = trust.Store,
            Online = new OnlineRevocations(source, clock),
            Standings = await SealStandings.AskAsync(inspection, desk, cancellationToken),
        };
        return await SettleAsync(inspection, complete, cancellationToken);
    }

    /// <summary>Judges by a request as it is; where it may ask sources, until what they answer asks for nothing more.</summary>
    public static async ValueTask<VerificationReport> SettleAsync(
        PdfInspection inspection, VerificationRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var whole = request with { Work = new WorkBudget(cancellationToken, request.MostChecks) };
        var report = DocumentVerifier.Verify(inspection, whole, cancellationToken);
        for (int round = 0; round < MostRounds && request.Online is { } online && await online.AskAsync(cancellationToken); round++)
        {
            report = DocumentVerifier.Verify(inspection, whole, cancellationToken);
        }

        return report;
    }
}
