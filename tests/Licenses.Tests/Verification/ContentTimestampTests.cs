using System.Security.Cryptography;
using Licenses.Crypto;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;
using Licenses.Testing.Attacks;
using Licenses.Tests.Cli;
using Licenses.Verification;
using static Licenses.Tests.Verification.TimeWorld;

namespace Licenses.Tests.Verification;

/// <summary>Timestamps of the content (id-aa-ets-contentTimestamp): a signature was made after them.</summary>
public sealed class ContentTimestampTests : IDisposable
{
    private const string ContentTimeStamp = "1.2.840.113549.1.9.16.2.20";

    private readonly TimeWorld _world = new();

    [Fact]
    public async Task A_content_timestamp_within_the_seals_time_is_told_and_harms_nothing()
    {
        var report = _world.Verify(await SealAsync(On(2025, 3)), On(2025, 6)).Signatures.Single();

        Assert.Equal(Indication.TotalPassed, report.Indication);
        Assert.Contains("made after 2025-03-01", Told(report), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_seal_made_after_its_certificate_ended_fails()
    {
        var report = _world.Verify(await SealAsync(On(2026, 3)), On(2026, 6)).Signatures.Single();

        Assert.Equal((Indication.TotalFailed, SubIndication.Expired), (report.Indication, report.SubIndication));
    }

    [Fact]
    public async Task Without_it_such_a_seal_could_not_be_told()
    {
        var report = _world.Verify(await SealAsync(null), On(2026, 6)).Signatures.Single();

        Assert.Equal(Indication.Indeterminate, report.Indication);
    }

    [Fact]
    public async Task A_seal_made_after_its_revocation_fails()
    {
        var document = await SealAsync(On(2025, 7));

        var report = _world.Verify(
            document, On(2025, 9), _world.Lists(On(2025, 9), (_world.Seal.Certificate, On(2025, 6)))).Signatures.Single();

        Assert.Equal((Indication.TotalFailed, SubIndication.Revoked), (report.Indication, report.SubIndication));
    }

    [Fact]
    public async Task A_seal_cannot_be_older_than_its_contents_timestamp()
    {
        var contradicted = await StampAsync(_world.FirstStamp, On(2025, 3), await SealAsync(On(2025, 8)));
        var sound = await StampAsync(_world.FirstStamp, On(2025, 3), await SealAsync(On(2025, 2)));

        // The certificate has ended: only the proof of time could clear the seal.
        Assert.Equal(
            (Indication.Indeterminate, Indication.TotalPassed),
            (Judge(contradicted).Indication, Judge(sound).Indication));

        SignatureReport Judge(ReadOnlyMemory<byte> document) => _world.Verify(document, On(2026, 6), [.. _world.Lists(On(2025, 4)), .. _world.Lists(On(2026, 6))])
            .Signatures.Single(one => one.Kind == SignatureKind.Signature);
    }

    [Theory]
    [InlineData(true, "SHA256")]
    [InlineData(false, "SHA512")]
    public async Task One_about_other_bytes_or_by_another_digest_proves_nothing(bool isOther, string digest)
    {
        var report = _world.Verify(await SealAsync(On(2026, 3), isOther, new HashAlgorithmName(digest)), On(2026, 6)).Signatures.Single();

        Assert.NotEqual(SubIndication.Expired, report.SubIndication);
        Assert.Contains("not used as proof", Told(report), StringComparison.Ordinal);
    }

    public void Dispose() => _world.Dispose();

    private static string Told(SignatureReport report) =>
        report.Findings.Single(finding => finding.Check == "CONTENT_TIMESTAMP").Detail;

    private async Task<ReadOnlyMemory<byte>> SealAsync(DateTimeOffset? content, bool isOther = false, HashAlgorithmName? digest = null)
    {
        var seal = Assert.IsType<PrepareOutcome.Prepared>(PdfSealer.Prepare(
            PdfSource.FromMemory(SmallPdf.Bytes), new SealRequest { SigningTime = On(2025) }, 16 * 1024)).Seal;
        byte[] signed = seal.Digest(HashAlgorithmName.SHA256);
        var algorithm = digest ?? HashAlgorithmName.SHA256;
        byte[] stamped = isOther ? SHA256.HashData("other"u8) : algorithm == HashAlgorithmName.SHA256 ? signed : seal.Digest(algorithm);
        var cms = new RawCms
        {
            Further = content is { } time
                ? [(ContentTimeStamp, [(await TokenAsync(_world.FirstStamp, stamped, time, algorithm)).ToArray()])]
                : [],
        };
        return seal.Complete(await cms.SignAsync(_world.Seal, signed));
    }
}
