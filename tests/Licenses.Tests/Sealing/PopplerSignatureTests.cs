using System.Text.RegularExpressions;
using Licenses.Pdf.Signing;
using Licenses.Testing.Processes;
using Licenses.Testing.SamplePki;
using Licenses.Tests.Pdf.Composing;
using Licenses.Tests.Pdf.Sealing;
using Licenses.Verification;

namespace Licenses.Tests.Sealing;

/// <summary>A document sealed by us survives poppler's signature, and the other way round; both judges call both valid.</summary>
public sealed class PopplerSignatureTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("licenses-tests-");

    [Theory]
    [InlineData("classic")]
    [InlineData("hybrid")]
    [InlineData("qpdf-streams")]
    [InlineData("face")]
    public async Task Our_seal_survives_a_signature_by_poppler_and_seals_it_in_turn(string input)
    {
        byte[] ours = await SealSample.Seal(SealInputs.Get(input));

        byte[] theirs = Sign(ours, "-add-signature");
        byte[] oursAgain = await SealSample.Seal(theirs, SealSample.Invisible);

        AssertValid(theirs, 2);
        AssertValid(oursAgain, 3);
    }

    [Theory]
    [InlineData("classic")]
    [InlineData("hybrid")]
    [InlineData("qpdf-linear")]
    public async Task A_signature_by_poppler_survives_our_seal_and_its_data(string input)
    {
        byte[] theirs = Sign(SealInputs.Get(input), "-add-signature");

        byte[] sealedByUs = await SealSample.Seal(theirs);
        byte[] raised = await LongTermSample.RaiseAsync(sealedByUs, SignatureLevel.BaselineT);

        AssertValid(sealedByUs, 2);
        AssertValid(raised, 2);
    }

    [Fact]
    public async Task Poppler_signs_in_the_field_of_a_form_that_we_certified_for_filling_in()
    {
        byte[] certified = await SealSample.Seal(
            SealInputs.WithField(), SealSample.Invisible with { Certify = CertificationLevel.FormFilling });

        byte[] signed = Sign(certified, "-sign", "Office", "-etsi");

        AssertValid(signed, 2);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private byte[] Sign(byte[] document, params string[] how)
    {
        string database = MakeDatabase();
        string nickname = Regex.Match(
            ForeignTool.Run("certutil", "-L", "-d", database).Output, @"^(.*\S)\s+u,u,u\s*$", RegexOptions.Multiline).Groups[1].Value;
        using var input = new TempFile(document);
        using var output = new TempFile([]);
        var run = ForeignTool.Run("pdfsig", ["-nssdir", database, "-nick", nickname, .. how, input.Path, output.Path]);
        byte[] signed = File.ReadAllBytes(output.Path);
        Assert.True(signed.Length > document.Length, run.Output);
        return signed;
    }

    /// <summary>An NSS database with the market bureau's key, and the root trusted.</summary>
    private string MakeDatabase()
    {
        ForeignProgram.Find("pk12util");
        string database = $"sql:{_folder.FullName}";
        ForeignTool.Run("certutil", "-N", "-d", database, "--empty-password");
        var imported = ForeignTool.Run(
            "pk12util", "-i", SampleCertificates.SealPath("market"), "-d", database, "-W", SampleCertificates.Password, "-K", "");
        Assert.True(imported.ExitCode == 0, imported.Output);
        ForeignTool.Run(
            "certutil", "-A", "-d", database, "-n", "root", "-t", "CT,CT,CT", "-a",
            "-i", SampleCertificates.PathTo("trust", "city-root.pem"));
        return database;
    }

    private static void AssertValid(byte[] document, int signatures)
    {
        using var file = new TempFile(document);
        string report = ForeignTool.Run("pdfsig", "-nocert", file.Path).Output;
        Assert.Equal(signatures, Regex.Count(report, "Signature is Valid"));
        var ours = LongTermSample.Verify(document, LongTermSample.Everything).Signatures
            .Where(signature => signature.Kind == SignatureKind.Signature).ToArray();
        Assert.Equal(signatures, ours.Length);
        Assert.All(ours, signature => Assert.Equal((true, Indication.TotalPassed), (signature.Intact, signature.Indication)));
    }
}
