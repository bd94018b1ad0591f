using System.Security.Cryptography;
using System.Text;
using Licenses.Crypto;
using Licenses.Pdf.Document;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;
using Licenses.Testing.Processes;
using Licenses.Testing.SamplePki;
using Licenses.Tests.Pdf.Composing;

namespace Licenses.Tests.Pdf.Sealing;

/// <summary>Seals on documents that qpdf encrypted: the new revision is encrypted in the file's own way.</summary>
public sealed class EncryptedSealTests
{
    private const string Reason = "A reason that nobody reads without the password";

    private static readonly SealRequest Opened = SealSample.Visible with { Password = "user", Reason = Reason };

    public static TheoryData<string> Ciphers { get; } =
    [
        "40", "128", "128 --use-aes=y", "128 --use-aes=y --cleartext-metadata", "256", "256 --force-R5",
    ];

    [Theory]
    [MemberData(nameof(Ciphers))]
    public async Task A_seal_and_a_second_one_are_valid_for_poppler_and_for_us_and_sound_for_qpdf(string cipher)
    {
        foreach (string streams in new[] { "disable", "generate" })
        {
            byte[] input = Encrypt(cipher, "user", streams);

            var once = await SealSample.Seal(input, Opened);
            var twice = await SealSample.Seal(once, Opened with { Password = "owner", Appearance = null });

            Assert.True(twice.AsSpan().StartsWith(input));
            AssertValid(once, 1);
            AssertValid(twice, 2);
        }
    }

    [Theory]
    [MemberData(nameof(Ciphers))]
    public async Task What_is_added_is_encrypted_and_can_be_read_back(string cipher)
    {
        byte[] input = Encrypt(cipher, "user", "disable");

        var document = await SealSample.Seal(input, Opened);

        Assert.DoesNotContain(Reason, Encoding.Latin1.GetString(document), StringComparison.Ordinal);
        using var source = PdfSource.FromMemory(document);
        var field = PdfDocument.Open(source, new() { Password = "user" });
        var signature = Assert.IsType<PdfDictionary>(field.Resolve(field.Form.Fields[0].Value));
        Assert.Equal(Reason, PdfText.Decode(((PdfString)field.Resolve(signature["Reason"])).Bytes.Span));
        var inspected = Assert.Single(Inspect(document).Signatures);
        Assert.Equal(Reason, inspected.Reason);
        Assert.Equal("Seal1", inspected.Field);
    }

    [Theory]
    [MemberData(nameof(Ciphers))]
    public async Task The_seal_is_seen_when_the_document_is_opened(string cipher)
    {
        byte[] input = Encrypt(cipher, "user", "disable", SealInputs.Get("classic"));
        using var plain = new TempFile(input);
        using var file = new TempFile(await SealSample.Seal(input, Opened));

        Assert.NotEqual(Render(plain.Path), Render(file.Path));
    }

    [Theory]
    [MemberData(nameof(Ciphers))]
    public async Task Validation_data_and_a_document_timestamp_are_added_in_the_same_way(string cipher)
    {
        byte[] document = await SealSample.Seal(
            Encrypt(cipher, "user", "disable"), Opened with { Certify = CertificationLevel.NoChanges });
        byte[] certificate = SampleCertificates.IssuingAuthority().RawData;
        var data = new ValidationData([certificate], [], []);
        using var source = PdfSource.FromMemory(document);

        var stored = Assert.IsType<SealOutcome.Appended>(SealExtender.AppendValidationData(
            source, data, new Dictionary<string, ValidationData> { ["Seal1"] = data }, "user"));
        var stamped = Assert.IsType<SealOutcome.Appended>(await SealExtender.AppendTimestampAsync(
            source.Append(stored.Update),
            new TimestampRequest((digest, _, _) => new(SampleTimestamps.Stamp(digest)), HashAlgorithmName.SHA256, 4096) { Password = "user" },
            SealSample.Token));

        byte[] whole = [.. document, .. stored.Update.Span, .. stamped.Update.Span];
        Assert.Equal(-1, whole.AsSpan(document.Length).IndexOf(certificate.AsSpan(0, 64)));
        Assert.Equal(certificate, Assert.Single(Inspect(whole).Dss!.Certificates).ToArray());
        Assert.All(Inspect(whole).Signatures, signature => Assert.Equal(Verdict.Passed, signature.Verdict));
        AssertValid(whole, 1);
    }

    [Fact]
    public async Task A_document_that_needs_no_password_to_be_read_needs_none_to_be_sealed()
    {
        var document = await SealSample.Seal(Encrypt("256", "", "disable"));

        using var file = new TempFile(document);
        Assert.Contains("Signature is Valid", ForeignTool.Run("pdfsig", file.Path).Output, StringComparison.Ordinal);
        Assert.Equal(0, ForeignTool.Run("qpdf", "--check", file.Path).ExitCode);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("guess")]
    public async Task Without_the_password_the_seal_is_refused(string? password)
    {
        var refused = await SealSample.Refuse(Encrypt("256", "user", "disable"), SealSample.Visible with { Password = password });

        Assert.Equal(SealRefusal.Encrypted, refused.Code);
        Assert.DoesNotContain("guess", refused.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("128 --use-aes=y --modify=none")]
    [InlineData("128 --use-aes=y --modify=assembly")]
    [InlineData("256 --modify=none")]
    [InlineData("256 --modify=form")]
    [InlineData("256 --modify=annotate")]
    [InlineData("40 --modify=n")]
    [InlineData("40 --annotate=n")]
    public async Task A_new_field_that_the_owner_forbids_is_refused_to_the_user_and_made_for_the_owner(string options)
    {
        byte[] input = Encrypt(options, "user", "disable");

        var refused = await SealSample.Refuse(input, Opened);
        var document = await SealSample.Seal(input, Opened with { Password = "owner" });

        Assert.Equal(SealRefusal.PermissionForbids, refused.Code);
        AssertValid(document, 1);
    }

    [Theory]
    [InlineData("256 --modify=form", true)]
    [InlineData("256 --modify=annotate", true)]
    [InlineData("256 --modify=all", true)]
    [InlineData("256 --modify=assembly", false)]
    [InlineData("256 --modify=none", false)]
    public async Task An_existing_field_is_sealed_where_filling_in_is_allowed(string options, bool isAllowed)
    {
        byte[] input = Encrypt(options, "user", "disable", SealInputs.WithField());
        var request = SealSample.Invisible with { Password = "user", FieldName = "Office" };

        var outcome = await PdfSealer.SealAsync(input, request, SealSample.Police, SealSample.Token);

        if (isAllowed)
        {
            AssertValid(Assert.IsType<SealOutcome.Sealed>(outcome).Document.ToArray(), 1);
        }
        else
        {
            Assert.Equal(SealRefusal.PermissionForbids, Assert.IsType<SealOutcome.Refused>(outcome).Code);
        }
    }

    private static void AssertValid(byte[] document, int seals)
    {
        using var file = new TempFile(document);
        string report = ForeignTool.Run("pdfsig", "-upw", "user", "-opw", "owner", file.Path).Output;
        Assert.Equal(seals, report.Split("Signature is Valid").Length - 1);
        var (exitCode, output) = ForeignTool.Run("qpdf", "--password=user", "--check", file.Path);
        Assert.True(exitCode == 0, output);
        var signatures = Inspect(document).Signatures.Where(signature => signature.Kind == SignatureKind.Signature);
        Assert.Equal(seals, signatures.Count(signature => signature.Intact && signature.Verdict == Verdict.Passed));
    }

    private static PdfInspection Inspect(byte[] document)
    {
        using var source = PdfSource.FromMemory(document);
        return PdfInspector.Inspect(source, new PdfInspectionOptions { Policy = InspectionPolicy.Pades, Password = "user" });
    }

    private static string Render(string path)
    {
        using var picture = new TempFile([], ".png");
        var (exitCode, output) = ForeignTool.Run("mutool", "draw", "-q", "-p", "user", "-r", "30", "-o", picture.Path, path);
        Assert.True(exitCode == 0 && !output.Contains("error", StringComparison.Ordinal), output);
        return Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(picture.Path)));
    }

    private static byte[] Encrypt(string options, string user, string objectStreams, byte[]? document = null)
    {
        ForeignProgram.Find("qpdf");
        using var input = new TempFile(document ?? SealInputs.Get("face"));
        using var output = new TempFile([]);
        var words = options.Split(' ');
        string[] arguments =
        [
            $"--object-streams={objectStreams}", "--allow-weak-crypto", "--encrypt", user, "owner", .. words, "--", input.Path, output.Path,
        ];
        var run = ForeignTool.Run("qpdf", arguments);
        Assert.True(run.ExitCode is 0 or 3, run.Output); // 3: it warns
        return File.ReadAllBytes(output.Path);
    }
}
