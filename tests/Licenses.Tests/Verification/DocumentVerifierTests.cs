using Licenses.Crypto;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;
using Licenses.Testing.Clock;
using Licenses.Trust;
using Licenses.Verification;

namespace Licenses.Tests.Verification;

public sealed class DocumentVerifierTests
{
    [Fact]
    public async Task Judging_ends_inside_a_signature_where_it_is_to_end()
    {
        using var ending = new CancellationTokenSource();
        var document = await SampleWorld.SealAsync("police");
        var source = new EndingSource(ending); // asked about the authority first: the signer's turn comes no more
        var request = new VerificationRequest
        {
            At = SampleWorld.Now, Trust = SampleWorld.RootsOnly, Online = new OnlineRevocations(source, new ManualClock(SampleWorld.Now)),
        };

        using var pdf = PdfSource.FromMemory(document);
        Assert.ThrowsAny<OperationCanceledException>(() => DocumentVerifier.Verify(PdfInspector.Inspect(pdf), request, ending.Token));

        Assert.Equal(1, source.Recalled);
    }

    [Fact]
    public async Task A_seal_of_the_city_passes()
    {
        var report = SampleWorld.Verify(await SampleWorld.SealAsync("police"));

        Expect(report, DocumentVerdict.Passed, Indication.TotalPassed, null, SignatureLevel.BaselineB);
    }

    [Fact]
    public async Task Without_anchors_nobody_vouches_for_it()
    {
        var report = SampleWorld.Verify(await SampleWorld.SealAsync("police"), TrustStore.Empty);

        Expect(report, DocumentVerdict.Indeterminate, Indication.Indeterminate, SubIndication.NoCertificateChainFound, SignatureLevel.BaselineB);
    }

    [Fact]
    public async Task Policy_crypto_asks_nobody()
    {
        var report = SampleWorld.Verify(
            await SampleWorld.SealAsync("police"), TrustStore.Empty, policy: InspectionPolicy.Crypto);

        Assert.Equal(DocumentVerdict.Passed, report.Verdict);
    }

    [Fact]
    public async Task Without_lists_the_answer_is_to_try_later()
    {
        var report = SampleWorld.Verify(await SampleWorld.SealAsync("police"), SampleWorld.RootsOnly);

        Expect(report, DocumentVerdict.Indeterminate, Indication.Indeterminate, SubIndication.TryLater, SignatureLevel.BaselineB);
    }

    [Fact]
    public async Task A_revoked_seal_is_not_valid()
    {
        var report = SampleWorld.Verify(await SampleWorld.SealAsync("revoked"));

        Expect(report, DocumentVerdict.Indeterminate, Indication.Indeterminate, SubIndication.RevokedNoPoe, SignatureLevel.BaselineB);
    }

    [Fact]
    public async Task A_timestamp_after_the_revocation_does_not_help()
    {
        var report = SampleWorld.Verify(await SampleWorld.SealAsync("revoked", stampedAt: SampleWorld.Now));

        Expect(report, DocumentVerdict.Indeterminate, Indication.Indeterminate, SubIndication.RevokedNoPoe, SignatureLevel.BaselineT);
    }

    [Fact]
    public async Task An_expired_seal_is_not_valid_but_known_not_to_be_revoked_only_from_a_list_of_its_time()
    {
        var report = SampleWorld.Verify(await SampleWorld.SealAsync("expired"));

        Assert.Equal(Indication.Indeterminate, report.Signatures[0].Indication);
        Assert.Contains(report.Signatures[0].SubIndication, new SubIndication?[] { SubIndication.OutOfBoundsNoPoe, SubIndication.OutOfBoundsNotRevoked });
    }

    [Fact]
    public async Task A_timestamp_from_its_time_keeps_an_expired_seal_valid()
    {
        var stamped = new DateTimeOffset(2026, 1, 15, 0, 0, 0, TimeSpan.Zero);

        var report = SampleWorld.Verify(await SampleWorld.SealAsync("expired", stampedAt: stamped));

        // The list was published before the stamp and is still in force; it may have dropped what expired since.
        Assert.Equal(stamped, report.Signatures[0].BestSignatureTime);
        Assert.NotEqual(Indication.TotalFailed, report.Signatures[0].Indication);
        Assert.DoesNotContain(report.Signatures[0].Findings, finding => finding.SubIndication == SubIndication.OutOfBoundsNoPoe);
    }

    [Fact]
    public async Task A_timestamp_from_before_the_certificate_proves_a_forgery()
    {
        var report = SampleWorld.Verify(
            await SampleWorld.SealAsync("police", stampedAt: SampleWorld.Now.AddYears(1)), at: SampleWorld.Now);

        // A stamp from the future is not used.
        Assert.Equal(SampleWorld.Now, report.Signatures[0].BestSignatureTime);
        Assert.Equal(DocumentVerdict.Passed, report.Verdict);
    }

    [Fact]
    public async Task Levels_are_recognised_as_they_are_reached()
    {
        var basic = await SampleWorld.SealAsync("police");
        var stamped = await SampleWorld.SealAsync("police", stampedAt: SampleWorld.Now);
        var longTerm = SampleWorld.AddLists(stamped);
        var archived = await SampleWorld.StampAsync(longTerm, SampleWorld.Now);

        Expect(SampleWorld.Verify(basic), DocumentVerdict.Passed, Indication.TotalPassed, null, SignatureLevel.BaselineB);
        Expect(SampleWorld.Verify(stamped), DocumentVerdict.Passed, Indication.TotalPassed, null, SignatureLevel.BaselineT);
        Expect(SampleWorld.Verify(longTerm), DocumentVerdict.Passed, Indication.TotalPassed, null, SignatureLevel.BaselineLt);
        Expect(SampleWorld.Verify(archived), DocumentVerdict.Passed, Indication.TotalPassed, null, SignatureLevel.BaselineLta);
    }

    [Fact]
    public async Task What_a_document_carries_along_is_enough_to_decide_it()
    {
        var document = SampleWorld.AddLists(await SampleWorld.SealAsync("police", stampedAt: SampleWorld.Now));

        var report = SampleWorld.Verify(document, SampleWorld.RootsOnly);

        Expect(report, DocumentVerdict.Passed, Indication.TotalPassed, null, SignatureLevel.BaselineLt);
    }

    [Fact]
    public async Task A_document_timestamp_proves_when_the_seal_existed()
    {
        var time = SampleWorld.Now.AddDays(-10);
        var document = await SampleWorld.StampAsync(await SampleWorld.SealAsync("police"), time);

        var report = SampleWorld.Verify(document);

        Assert.Equal(DocumentVerdict.Passed, report.Verdict);
        Assert.Equal(time, report.Signatures[0].BestSignatureTime);
        Assert.Equal(SignatureKind.Timestamp, report.Signatures[1].Kind);
        Assert.Equal(Indication.TotalPassed, report.Signatures[1].Indication);
    }

    [Fact]
    public async Task A_timestamp_by_a_stranger_proves_nothing()
    {
        var time = SampleWorld.Now.AddDays(-10);
        var document = await SampleWorld.StampAsync(await SampleWorld.SealAsync("police"), time);

        var report = SampleWorld.Verify(document, TrustStore.Empty);

        Assert.Equal(SampleWorld.Now, report.Signatures[0].BestSignatureTime);
        Assert.Equal(SubIndication.NoCertificateChainFound, report.Signatures[1].SubIndication);
    }

    [Fact]
    public async Task A_second_seal_is_judged_by_itself()
    {
        var document = await SampleWorld.SealAsync("revoked", document: await SampleWorld.SealAsync("police"));

        var report = SampleWorld.Verify(document, policy: InspectionPolicy.Pades);

        Assert.Equal(Indication.TotalPassed, report.Signatures[0].Indication);
        Assert.Equal(SubIndication.RevokedNoPoe, report.Signatures[1].SubIndication);
        Assert.Equal(DocumentVerdict.Indeterminate, report.Verdict);
    }

    [Fact]
    public async Task A_flipped_bit_fails_whatever_the_policy()
    {
        byte[] document = (await SampleWorld.SealAsync("police")).ToArray();
        document[document.AsSpan().IndexOf("Sample"u8)] ^= 1;

        foreach (var policy in Enum.GetValues<InspectionPolicy>())
        {
            var report = SampleWorld.Verify(document, policy: policy);

            Expect(report, DocumentVerdict.Failed, Indication.TotalFailed, SubIndication.HashFailure, null);
        }
    }

    [Theory]
    [InlineData("not a document")]
    [InlineData("")]
    public void What_is_no_document_is_called_so(string text)
    {
        var report = SampleWorld.Verify(System.Text.Encoding.ASCII.GetBytes(text));

        Assert.Equal(DocumentVerdict.NotADocument, report.Verdict);
    }

    [Fact]
    public void A_document_that_nobody_signed_is_called_so() =>
        Assert.Equal(DocumentVerdict.NoSignature, SampleWorld.Verify(Cli.SmallPdf.Bytes).Verdict);

    [Fact]
    public async Task A_document_that_only_a_timestamp_is_on_has_no_signature() => Assert.Equal(
        DocumentVerdict.NoSignature,
        SampleWorld.Verify(await SampleWorld.StampAsync(Cli.SmallPdf.Bytes, SampleWorld.Now)).Verdict);

    private static void Expect(
        VerificationReport report, DocumentVerdict verdict, Indication indication, SubIndication? reason, SignatureLevel? level)
    {
        var signature = report.Signatures[0];
        Assert.Equal((verdict, indication, reason, level), (report.Verdict, signature.Indication, signature.SubIndication, signature.Level));
    }

    /// <summary>Knows nothing, and has the time run out when it is first asked.</summary>
    private sealed class EndingSource(CancellationTokenSource ending) : IRevocationSource
    {
        public int Recalled { get; private set; }

        public bool CanAsk(RevocationInquiry inquiry) => false;

        public RevocationFact? Recall(RevocationInquiry inquiry)
        {
            Recalled++;
            ending.Cancel();
            return null;
        }

        public ValueTask<RevocationAnswer> AskAsync(RevocationInquiry inquiry, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("nobody is asked");
    }
}
