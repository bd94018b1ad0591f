using Licenses.Crypto.X509;
using Licenses.Pdf.Signing;
using Licenses.Trust;
using Licenses.Verification;

namespace Licenses.Sealing;

/// <summary>
/// Which level is claimed of a seal: the one that a verifier recognises, and a long-term one only where the judge, asked about
/// the years until the first authority or timestamp ends, honours it without being told anything more about the signers. Without
/// any anchor nobody can be asked, and what is recognised is all there is to say.
/// </summary>
internal sealed class ClaimedLevel
{
    private readonly bool _hasAnchors;
    private readonly DocumentEvidence _evidence;
    private readonly LevelRecognizer _recognizer;
    private readonly Func<Certificate, DateTimeOffset, bool> _foreseen;
    private readonly Lazy<Forecast> _forecast;
    private readonly DateTimeOffset? _stampsEnd;

    public ClaimedLevel(PdfInspection inspection, TrustStore trust, DateTimeOffset now)
    {
        _hasAnchors = !trust.Anchors.IsEmpty;
        _evidence = DocumentEvidence.Collect(inspection, trust);
        var terms = new StampTerms(trust, _evidence, trust.Algorithms, now);
        _recognizer = new LevelRecognizer(inspection, _evidence, terms);
        _stampsEnd = terms.End();
        HashSet<Certificate> signers =
        [
            .. Seals.SelectMany(seal => (Certificate?[])[seal.Claims.SignerCertificate, seal.Inspected.Sealed?.Seal.Maker])
                .OfType<Certificate>(),
        ];
        _foreseen = (certificate, at) => !signers.Contains(certificate) && Forecast.WhileItLasts(certificate, at);
        var request = new VerificationRequest { At = now, Trust = trust, Policy = InspectionPolicy.Pades };
        _forecast = new Lazy<Forecast>(() => new Forecast(inspection, _evidence, request));
    }

    public IEnumerable<SignatureEvidence> Seals =>
        _evidence.Signatures.Where(signature => signature.Inspected.Kind == SignatureKind.Signature);

    public RecognizedLevel Of(SignatureEvidence seal)
    {
        var recognized = _recognizer.Recognize(seal);
        if (recognized.Level is not >= SignatureLevel.BaselineLt || !_hasAnchors)
        {
            return recognized;
        }

        var outlook = _forecast.Value.Look(_foreseen, report => report.Field == seal.Inspected.Field);
        return _stampsEnd is not null && outlook.Until >= AlgorithmTable.Earlier(_stampsEnd, _forecast.Value.FirstEnd())
            ? recognized
            : new RecognizedLevel(SignatureLevel.BaselineT, NotHonoured(outlook));
    }

    private LocalizedText NotHonoured(Outlook outlook)
    {
        var why = outlook.Doubt?.Why ?? (_stampsEnd is null
            ? new LocalizedText("没有受信任的时间戳", "no timestamp of an authority that is trusted here")
            : new LocalizedText("先后到期的事项过多，其后未予查看", "more ends before than is looked at"));
        return outlook.Until is { } until
            ? new(
                $"B-LT 所需的数据须在 {until:yyyy-MM-dd HH:mm:ss}Z 之后仍然有效（{why.Zh}）",
                $"data for B-LT that still tells after {until:u} ({why.En})")
            : new($"B-LT 所需的数据（目前验证不能通过：{why.Zh}）", $"what verification needs for B-LT ({why.En})");
    }
}
