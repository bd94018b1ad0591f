using Licenses.Crypto;
using Licenses.Pdf.Composing;
using Licenses.Pdf.Signing;
using Licenses.Tests.Pdf.Composing;
using Licenses.Tests.Pdf.Sealing;
using Licenses.Verification;

namespace Licenses.Tests.Sealing;

/// <summary>
/// Every kind of seal on every kind of document: poppler and we call all of its seals valid, qpdf finds nothing wrong,
/// and what is raised reaches its level.
/// </summary>
public sealed class SealMatrixTests
{
    private const string Password = "user";

    private static readonly SignatureLevel[] Levels =
        [SignatureLevel.BaselineB, SignatureLevel.BaselineT, SignatureLevel.BaselineLt, SignatureLevel.BaselineLta];

    public static MatrixTheoryData<string, bool, CertificationLevel?, bool> Cases { get; } = new(
        ["classic", "hybrid", "qpdf-streams", "qpdf-linear"],
        [false, true],
        [null, CertificationLevel.NoChanges, CertificationLevel.FormFilling],
        [false, true]);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task All_judges_agree_at_every_level(string input, bool encrypted, CertificationLevel? certify, bool visible)
    {
        byte[] document = encrypted ? Encrypt(SealInputs.Get(input), input) : SealInputs.Get(input);
        string? password = encrypted ? Password : null;
        var first = (visible ? SealSample.Visible : SealSample.Invisible) with { Certify = certify, Password = password };
        var second = (visible && certify is null ? Elsewhere : SealSample.Invisible) with { Password = password };
        foreach (var level in Levels)
        {
            byte[] made = await SealSample.Seal(document, Stamped(first, level));
            int seals = 1;
            for (; seals < (certify == CertificationLevel.NoChanges ? 1 : 3); seals++)
            {
                made = await SealSample.Seal(made, Stamped(second, level));
            }

            made = level > SignatureLevel.BaselineT ? await LongTermSample.RaiseAsync(made, level, password) : made;

            Assert.True(made.AsSpan().StartsWith(document));
            AssertAgreed(made, seals, level, password);
        }
    }

    private static SealRequest Elsewhere => SealSample.Visible with
    {
        Appearance = new SealAppearance(SealSample.Drawing, new SealPlacement.InRectangle(1, new PageRectangle(10, 150, 119, 119))),
    };

    private static SealRequest Stamped(SealRequest request, SignatureLevel level) => level == SignatureLevel.BaselineB
        ? request
        : request with { Stampers = [LongTermSample.Stamps.StampSignatureAsync] };

    private static void AssertAgreed(byte[] document, int seals, SignatureLevel level, string? password)
    {
        using var file = new TempFile(document);
        string report = ForeignTool.Run("pdfsig", "-nocert", "-upw", password ?? "", file.Path).Output;
        Assert.Equal(seals, report.Split("Signature is Valid").Length - 1);
        var (exitCode, output) = ForeignTool.Run("qpdf", $"--password={password}", "--check", file.Path);
        Assert.True(exitCode == 0, output);

        var ours = LongTermSample.Verify(document, LongTermSample.Everything, password);
        Assert.True(ours.Verdict == DocumentVerdict.Passed, string.Join('\n', ours.AllFindings.Where(finding => finding.Verdict != Verdict.Passed)));
        Assert.All(
            ours.Signatures.Where(signature => signature.Kind == SignatureKind.Signature),
            signature => Assert.Equal(level, signature.Level));
        if (level == SignatureLevel.BaselineLta)
        {
            AssertRendered(file.Path, password);
        }
    }

    private static void AssertRendered(string path, string? password)
    {
        using var picture = new TempFile([], ".png");
        foreach (var (tool, arguments) in new (string, string[])[]
        {
            ("mutool", ["draw", "-q", "-p", password ?? "", "-r", "20", "-o", picture.Path, path, "1"]),
            ("pdftoppm", ["-upw", password ?? "", "-r", "20", "-singlefile", "-png", path, picture.Path[..^4]]),
        })
        {
            var (exitCode, output) = ForeignTool.Run(tool, arguments);
            Assert.True(exitCode == 0 && !output.Contains("rror", StringComparison.Ordinal), output);
        }
    }

    private static byte[] Encrypt(byte[] document, string name)
    {
        using var input = new TempFile(document);
        using var output = new TempFile([]);
        string streams = name == "qpdf-streams" ? "generate" : "disable";
        string[] linearize = name == "qpdf-linear" ? ["--linearize"] : [];
        var run = ForeignTool.Run(
            "qpdf", [.. linearize, $"--object-streams={streams}", "--encrypt", Password, "owner", "256", "--", input.Path, output.Path]);
        Assert.True(run.ExitCode is 0 or 3, run.Output);
        return File.ReadAllBytes(output.Path);
    }
}
