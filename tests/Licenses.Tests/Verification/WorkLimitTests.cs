using System.Security.Cryptography.X509Certificates;
using Licenses.Crypto;
using Licenses.Crypto.X509;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;
using Licenses.Verification;
using static Licenses.Tests.Verification.TimeWorld;

namespace Licenses.Tests.Verification;

/// <summary>A document whose own store would keep a core busy, and one whose seal is on hold: both cannot be told, with the reason.</summary>
public sealed class WorkLimitTests : IDisposable
{
    private readonly TimeWorld _world = new();

    [Theory]
    [InlineData(10, 20, true)]
    [InlineData(400, 20, true)]
    [InlineData(WorkBudget.MostChecks, 20, false)]
    public async Task Namesakes_in_a_document_s_store_leave_it_untold_where_they_take_more_than_one_document_may(int most, int count, bool isTooMuch)
    {
        var namesakes = Enumerable.Range(0, count).Select(_ => TimeAuthority.Root("seals", On(2020), On(2035))).ToArray();
        using var strangers = TimeAuthority.Root("seals", On(2020), On(2035));
        var data = new ValidationData(
            [.. namesakes.Select(namesake => namesake.Certificate.Encoded)],
            [.. Enumerable.Range(1, count).Select(day => strangers.List(On(2025).AddDays(day), On(2026)).Encoded)], []);
        var document = Assert.IsType<SealOutcome.Sealed>(
            SealExtender.AddValidationData(await _world.SealAsync(), data, new Dictionary<string, ValidationData>())).Document;
        Array.ForEach(namesakes, namesake => namesake.Dispose());

        var report = DocumentVerifier.Verify(
            PdfSource.FromMemory(document),
            new VerificationRequest
            {
                At = On(2025, 2), Policy = InspectionPolicy.Pades, Trust = _world.Trust(_world.Lists(On(2025, 2))), MostChecks = most,
            },
            TestContext.Current.CancellationToken);

        Assert.Equal(isTooMuch ? DocumentVerdict.Indeterminate : DocumentVerdict.Passed, report.Verdict);
        Assert.Equal(isTooMuch, report.Signatures[0].Findings.Any(finding => finding.Check == "WORK_LIMIT"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)] // and proven to be made while it was
    public async Task A_seal_on_hold_is_to_be_asked_about_later_and_has_not_failed(bool isProvenLater)
    {
        var document = isProvenLater
            ? await _world.SealAsync(document: await StampAsync(_world.FirstStamp, On(2025, 1, 10)))
            : await _world.SealAsync();
        var lists = _world.Lists(On(2025, 2)).Where(list => !list.Issuer.Equals(_world.Seals.Certificate.SubjectName))
            .Append(_world.Seals.List(On(2025, 2), On(2025, 3), X509RevocationReason.CertificateHold, (_world.Seal.Certificate, On(2025, 1, 5))));

        var report = _world.Verify(document, On(2025, 2), lists);

        var seal = report.Signatures.Single(signature => signature.Kind == SignatureKind.Signature);
        Assert.Equal((Indication.Indeterminate, SubIndication.TryLater), (seal.Indication, seal.SubIndication!.Value));
        Assert.Contains(seal.Findings, finding => finding.Check == "REVOCATION"
            && finding.Detail.Contains("on hold", StringComparison.Ordinal) && finding.Detail.Contains("may be lifted", StringComparison.Ordinal));
    }

    public void Dispose() => _world.Dispose();
}
