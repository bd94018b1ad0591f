using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;
using Licenses.Testing.SamplePki;
using Licenses.Tests.Pdf.Composing;
using Licenses.Tests.Pdf.Sealing;
using Licenses.Verification;

namespace Licenses.Tests.Sealing;

/// <summary>Our timestamps before OpenSSL: token, imprint and the authority's chain.</summary>
public sealed class TimestampTokenTests
{
    [Fact]
    public async Task Openssl_accepts_the_timestamp_of_a_signature()
    {
        var request = SealSample.Invisible with { Stampers = [LongTermSample.Stamps.StampSignatureAsync] };
        var seal = Assert.Single(Inspect(await SealSample.Seal(SealInputs.Get("classic"), request)));

        var token = Assert.Single(seal.CmsCheck!.SignatureTimeStamps);
        AssertAccepted(token.Span, seal.CmsCheck.SignatureValue.Span);
        AssertRefused(token.Span, [.. seal.CmsCheck.SignatureValue.Span, 0]);
    }

    [Fact]
    public async Task Openssl_accepts_each_document_timestamp_of_an_archive()
    {
        byte[] document = await LongTermSample.RaiseAsync(await SealSample.Seal(SealInputs.Get("face")), SignatureLevel.BaselineLta);
        document = await LongTermSample.RaiseAsync(document, SignatureLevel.BaselineLta);

        var timestamps = Inspect(document).Where(signature => signature.Kind == SignatureKind.Timestamp).ToArray();

        Assert.Equal(3, timestamps.Length);
        foreach (var timestamp in timestamps)
        {
            AssertAccepted(timestamp.Cms!.Encoded.Span, SignedBytes(document, timestamp.SignedLength!.Value));
        }
    }

    private static byte[] SignedBytes(byte[] document, long end)
    {
        var ranges = Regex.Matches(Encoding.Latin1.GetString(document), @"/ByteRange\[0 (\d+) +(\d+) +(\d+) *\]")
            .Select(match => match.Groups.Values.Skip(1).Select(group => int.Parse(group.Value)).ToArray());
        int[] range = ranges.First(numbers => numbers[1] + numbers[2] == end);
        return [.. document.AsSpan(0, range[0]), .. document.AsSpan(range[1], range[2])];
    }

    private static void AssertAccepted(ReadOnlySpan<byte> token, ReadOnlySpan<byte> data)
    {
        var (exitCode, output) = Verify(token, data);
        Assert.True(exitCode == 0 && output.Contains("Verification: OK", StringComparison.Ordinal), output);
    }

    private static void AssertRefused(ReadOnlySpan<byte> token, ReadOnlySpan<byte> data) =>
        Assert.NotEqual(0, Verify(token, data).ExitCode);

    private static (int ExitCode, string Output) Verify(ReadOnlySpan<byte> token, ReadOnlySpan<byte> data)
    {
        using var tokenFile = new TempFile(token, ".tst");
        using var dataFile = new TempFile(data, ".bin");
        return ForeignTool.Run(
            "openssl", "ts", "-verify", "-token_in", "-in", tokenFile.Path, "-data", dataFile.Path,
            "-CAfile", SampleCertificates.PathTo("trust", "city-root.pem"),
            "-untrusted", SampleCertificates.PathTo("authorities", "issuing-ca.pem"));
    }

    private static ImmutableArray<InspectedSignature> Inspect(byte[] document)
    {
        using var source = PdfSource.FromMemory(document);
        return PdfInspector.Inspect(source, new PdfInspectionOptions { Policy = InspectionPolicy.Pades }).Signatures;
    }
}
