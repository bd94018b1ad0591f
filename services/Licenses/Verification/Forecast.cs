using Licenses.Crypto;
using Licenses.Crypto.X509;
using Licenses.Pdf.Signing;

namespace Licenses.Verification;

/// <summary>
/// Asks the judge itself what it will say of a document at later times, by the anchors and what the document holds. Its answer
/// can change only where something ends, so it is asked once between any two such times. What is claimed of a document for
/// later years rests on this, so that it cannot differ from what verification honours.
/// </summary>
internal sealed class Forecast
{
    private const int MostTimes = 256; // what ends later than so many others is not looked at, and nothing is claimed of it

    private readonly PdfInspection _inspection;
    private readonly DocumentEvidence _evidence;
    private readonly VerificationRequest _request;
    private readonly DateTimeOffset[] _ends;
    private readonly Dictionary<(DateTimeOffset At, Delegate Foreseen), ImmutableArray<SignatureReport>> _judged = [];

    /// <param name="inspection">What is in the document.</param>
    /// <param name="evidence">The same, with its tokens read.</param>
    /// <param name="now">The request of a verification now; the operator's revocation data is not looked at.</param>
    public Forecast(PdfInspection inspection, DocumentEvidence evidence, VerificationRequest now)
    {
        _inspection = inspection;
        _request = now with
        {
            Trust = now.Trust.WithMaterial(RevocationMaterial.Empty),
            Online = null,
            Work = new WorkBudget(CancellationToken.None, now.MostChecks), // of all that is asked; what is beyond is not honoured
        };
        _evidence = evidence.Beside(_request.Trust);
        _ends = [.. Ends(now).Where(end => end > now.At).Distinct().Order().Take(MostTimes)];
    }

    public DateTimeOffset Now => _request.At;

    /// <summary>
    /// When the first of those ends that stand above the seals and timestamps or answer about them, or an algorithm: data about the
    /// signers that is to last must last until then. Null where nothing of it is to end.
    /// </summary>
    public DateTimeOffset? FirstEnd() => Judge(Now, WhileItLasts)
        .Where(report => report.Path is not null)
        .SelectMany(report => report.Path!.Certificates
            .Skip(report.Kind == SignatureKind.Signature ? 1 : 0).Select(certificate => certificate.NotAfter)
            .Append(report.Path.Anchor.End))
        .Concat(_evidence.Responses.SelectMany(response => response.Value.Certificates).Select(certificate => certificate.NotAfter))
        .Concat(AlgorithmEnds())
        .Where(end => end > Now)
        .Select(end => (DateTimeOffset?)end).Min();

    /// <summary>What can be told of a certificate in later years: an authority answers until it ends.</summary>
    public static bool WhileItLasts(Certificate certificate, DateTimeOffset at) => at <= certificate.NotAfter;

    /// <summary>Whether a seal would not pass even if all that could be said of certificates were said: no data mends it.</summary>
    public bool IsLost() => Doubt(Now, (_, _) => true, _ => true) is { SubIndication: not (SubIndication.NoCertificateChainFound
        or SubIndication.NoCertificateChainFoundNoPoe or SubIndication.NoSigningCertificateFound) };

    /// <summary>Looks ahead.</summary>
    /// <param name="foreseen">Of which certificates issuers say at a time that they are not revoked.</param>
    /// <param name="watched">Which seals must pass.</param>
    public Outlook Look(Func<Certificate, DateTimeOffset, bool> foreseen, Func<SignatureReport, bool> watched)
    {
        if (Doubt(Now, foreseen, watched) is { } present)
        {
            return new Outlook(null, present);
        }

        var from = Now;
        foreach (var end in _ends)
        {
            if (Doubt(from + ((end - from) / 2), foreseen, watched) is { } doubt)
            {
                return new Outlook(from, doubt);
            }

            from = end;
        }

        return new Outlook(from, null);
    }

    private SignatureReport? Doubt(
        DateTimeOffset at, Func<Certificate, DateTimeOffset, bool> foreseen, Func<SignatureReport, bool> watched) =>
        Judge(at, foreseen).FirstOrDefault(report =>
            report.Kind == SignatureKind.Signature && report.Indication != Indication.TotalPassed && watched(report));

    // Once for all seals: each of them is asked about.
    private ImmutableArray<SignatureReport> Judge(DateTimeOffset at, Func<Certificate, DateTimeOffset, bool> foreseen) =>
        _judged.TryGetValue((at, foreseen), out var known) ? known
            : _judged[(at, foreseen)] = new SignatureJudge(_inspection, _evidence, _request with { At = at, Foreseen = foreseen }).Judge();

    private IEnumerable<DateTimeOffset> Ends(VerificationRequest now) =>
    [
        .. Certificates().SelectMany(certificate => _request.Trust.Anchors.FindExact(certificate)
            .Select(anchor => anchor.End).Append(certificate.NotAfter)),
        .. AlgorithmEnds(),
        .. _evidence.Lists.Select(list => list.Value.NextUpdate).OfType<DateTimeOffset>(),
        .. _evidence.Responses.SelectMany(response => response.Value.Answers).Select(answer => answer.NextUpdate).OfType<DateTimeOffset>(),
        .. now.Trust.Until is { } until ? [until] : Array.Empty<DateTimeOffset>(),
    ];

    /// <summary>What the document holds, and whoever may stand above it. What else is trusted here ends without a word about it.</summary>
    private HashSet<Certificate> Certificates()
    {
        HashSet<Certificate> found =
        [
            .. _evidence.Certificates.Select(item => item.Value), .. _evidence.Responses.SelectMany(response => response.Value.Certificates),
        ];
        var open = new Queue<Certificate>(found);
        while (open.TryDequeue(out var below))
        {
            Certificate[] above =
            [
                .. _request.Trust.Anchors.FindBySubject(below.IssuerName).Select(anchor => anchor.Certificate),
                .. _request.Trust.Paths.Intermediates.FindBySubject(below.IssuerName),
            ];
            Array.ForEach(Array.FindAll(above, found.Add), open.Enqueue);
        }

        return found;
    }

    private IEnumerable<DateTimeOffset> AlgorithmEnds() => _request.Algorithms.Digests.Values
        .Concat(_request.Algorithms.Schemes.Values)
        .Concat(_request.Algorithms.ShortRsaKeys.Select(row => row.End));
}
