using System.Security.Cryptography;
using Licenses.Crypto.Cms;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;
using Licenses.Tests.Pdf.Composing;

namespace Licenses.Tests.Pdf.Sealing;

public sealed class PreparedSealTests
{
    private static readonly byte[] Input = SealInputs.Get("classic");

    [Fact]
    public async Task A_seal_prepared_here_is_completed_there()
    {
        var state = Prepare().ToState();

        var taken = PreparedSeal.FromState(PdfSource.FromMemory(Input), state);
        var cms = await CadesSigner.SignAsync(
            SealSample.Police, taken.Digest(HashAlgorithmName.SHA256), HashAlgorithmName.SHA256, SealSample.Token);

        AssertValid(taken.Complete(cms));
    }

    [Fact]
    public async Task A_bare_signature_value_is_enough()
    {
        var seal = Prepare();
        var value = await SealSample.Police.SignAsync(seal.ToSign(SealSample.Police), SealSample.Token);

        AssertValid(seal.CompleteRaw(SealSample.Police, value));
    }

    [Fact]
    public void The_state_of_another_document_is_refused()
    {
        var state = Prepare().ToState();

        Assert.Throws<SealStateException>(() => PreparedSeal.FromState(PdfSource.FromMemory(SealInputs.Get("form")), state));
    }

    [Fact]
    public void A_changed_state_is_refused()
    {
        var state = Prepare().ToState();
        foreach (int at in new[] { 0, 10, 60, state.Length / 2, state.Length - 1 })
        {
            var changed = state.ToArray();
            changed[at] ^= 1;

            Assert.Throws<SealStateException>(() => PreparedSeal.FromState(PdfSource.FromMemory(Input), changed));
        }
    }

    [Fact]
    public void A_signature_that_does_not_fit_is_an_error()
    {
        var seal = Prepare();

        Assert.Throws<ArgumentException>(() => seal.Complete(new byte[seal.ReservedBytes + 1]));
    }

    private static PreparedSeal Prepare() => Assert.IsType<PrepareOutcome.Prepared>(PdfSealer.Prepare(
        PdfSource.FromMemory(Input), SealSample.Visible, CadesSigner.EstimateSize(SealSample.Police))).Seal;

    private static void AssertValid(byte[] document)
    {
        using var file = new TempFile(document);
        Assert.Contains("Signature is Valid", ForeignTool.Run("pdfsig", file.Path).Output, StringComparison.Ordinal);
    }
}
