using System.Text;
using Licenses.Crypto;
using Licenses.Crypto.Cms;
using Licenses.Crypto.Seals;
using Licenses.Testing.Attacks;
using Licenses.Tests.Crypto.Sm;
using Licenses.Tests.Sealing;
using Licenses.Trust;
using Licenses.Verification;

namespace Licenses.Tests.Crypto.Seals;

/// <summary>What honest makers write although the standards do not say so: it passes, and is named.</summary>
public sealed class SealToleranceTests
{
    private static readonly DateTimeOffset Sealed = new(2026, 1, 12, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0x03, "2026-01-12 08:00:00")]
    [InlineData(0x03, "2026-01-12 08:00:00.000")]
    [InlineData(0x03, "2026-01-12T08:00:00")]
    [InlineData(0x03, "2026-01-12T00:00:00Z")]
    [InlineData(0x03, "2026-01-12T08:00:00+08:00")]
    [InlineData(0x03, "260112000000Z")]
    [InlineData(0x03, "20260112000000Z")]
    [InlineData(0x03, "20260112080000")]
    [InlineData(0x0C, "2026-01-12 08:00:00")]
    [InlineData(0x13, "20260112000000Z")]
    [InlineData(0x16, "2026-01-12 08:00:00")]
    [InlineData(0x17, "260112000000Z")]
    [InlineData(0x18, "20260112080000+0800")]
    public async Task A_time_of_2014_is_read_in_every_form_that_is_seen(byte tag, string text)
    {
        byte[] content = [.. tag == 0x03 ? new byte[1] : [], .. Encoding.ASCII.GetBytes(text)];

        var signature = await SignAsync(Old with { TimeInfo = [tag, (byte)content.Length, .. content] });

        Assert.Equal(Sealed, signature.Time);
        Assert.Equal(Verdict.Passed, SealBench.Verify(signature).Verdict);
    }

    [Theory]
    [InlineData("yesterday")]
    [InlineData("2026-13-12 08:00:00")]
    [InlineData("1")]
    public async Task A_time_that_is_none_is_refused_by_its_name_and_place(string text)
    {
        byte[] content = [0, .. Encoding.ASCII.GetBytes(text)];
        byte[] encoded = await (Old with { TimeInfo = [0x03, (byte)content.Length, .. content] }).SignAsync(Covered);

        var refused = Assert.Throws<SealFormatException>(() => SealedSignature.Decode(encoded));

        Assert.Contains("timeInfo", refused.Message, StringComparison.Ordinal);
        Assert.Equal(encoded.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x03, (byte)content.Length, .. content]), refused.Offset);
        Assert.Equal((true, "SES_FORMAT"), (refused.NestsSoundly, refused.Check));
    }

    [Theory]
    [InlineData(0x13)]
    [InlineData(0x16)]
    [InlineData(0x1A)]
    public async Task Text_that_is_none_of_its_type_is_read_as_UTF_8_and_named(byte tag)
    {
        var ses = new RawSes
        {
            Property = _ => "/文档_0/Signature.xml",
            Text = text => Encoding.UTF8.GetBytes(text) is var bytes ? [tag, (byte)bytes.Length, .. bytes] : [],
        };

        var signature = await SignAsync(ses);
        var report = SealBench.Verify(signature);
        var document = NationalSample.Verify(await SesAttacks.Sample(ses).SealAsync());

        Assert.Equal(("样例_SAMPLE", "/文档_0/Signature.xml"), (signature.Seal.Info.Vendor, signature.PropertyInfo));
        Assert.True(report.Verdict == Verdict.Passed, report.Decisive?.ToString());
        Assert.Equal(DocumentVerdict.Passed, document.Verdict);
        Assert.Contains("header.Vid", report.Findings.Single(finding => finding.Check == "SEAL_FORMAT").Detail, StringComparison.Ordinal);
        Assert.Contains("propertyInfo", report.Findings.Single(finding => finding.Check == "SES_FORMAT").Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SM2_without_signed_attributes_passes_in_a_document_under_either_numbers(bool isNational)
    {
        byte[] document = await SesAttacks.Sample(
            covered => MessageSigner.SignAsync(
                NationalKeys.Police, covered.Bytes, new MessageForm(isNational, HasAttributes: false), CancellationToken.None).AsTask(),
            "adbe.pkcs7.detached").SealAsync();

        var report = NationalSample.Verify(document);

        Assert.True(report.Verdict == DocumentVerdict.Passed, NationalSample.Told(report));
    }

    [Fact]
    public async Task A_timestamp_without_a_bit_string_around_it_is_read()
    {
        var report = SealBench.Verify(await SignAsync(new RawSes { IsStampBare = true, Stamp = value => Task.FromResult(Stamp(value)) }));

        Assert.Equal(Verdict.Passed, report.Verdict);
        Assert.NotNull(report.ProvenTime);
    }

    [Fact]
    public async Task A_timestamp_in_place_of_the_time_is_a_claim_and_a_trusted_one_is_told()
    {
        byte[] token = Stamp([1, 2, 3]);
        byte[] broken = [.. token[..^1], (byte)(token[^1] ^ 1)];
        var nobody = new TrustStore(
            [.. NationalKeys.Trust.Anchors.All.Select(anchor => anchor with { Purposes = anchor.Purposes & ~Licenses.Crypto.X509.CertificatePurpose.TimeStamping })],
            NationalKeys.Trust.Paths.Intermediates.All, NationalKeys.Trust.Material);

        var trusted = SealBench.Verify(await SignAsync(Old with { TimeInfo = Bits(token) }));
        var untrusted = SealBench.Verify(await SignAsync(Old with { TimeInfo = Bits(token) }), SealBench.Request with { Trust = nobody });
        var damaged = SealBench.Verify(await SignAsync(Old with { TimeInfo = Bits(broken) }));

        Assert.True(trusted.Verdict == Verdict.Passed, trusted.Decisive?.ToString());
        Assert.Contains("or later", Told(trusted), StringComparison.Ordinal);
        Assert.True(untrusted.Verdict == Verdict.Passed, untrusted.Decisive?.ToString());
        Assert.Contains("not used as proof", Told(untrusted), StringComparison.Ordinal);
        Assert.Equal(("SES_TIMESTAMP", Verdict.Failed), (damaged.Decisive!.Check, damaged.Verdict));
    }

    private static RawSes Old => new() { SealVersion = 1, IsOld = true };

    private static CoveredBytes Covered => new(SealBench.Content, SealBench.Content.Length, SealBench.Content.Length, SealBench.Content.Length);

    private static string Told(SealReport report) => report.Findings.Single(finding => finding.Check == "SES_TIMESTAMP").Detail;

    private static byte[] Stamp(byte[] value) => SealFaults.Stamp(NationalKeys.TimeStamps, Sealed.AddDays(1), value);

    private static byte[] Bits(byte[] content)
    {
        var writer = new System.Formats.Asn1.AsnWriter(System.Formats.Asn1.AsnEncodingRules.DER);
        writer.WriteBitString(content);
        return writer.Encode();
    }

    private static async Task<SealedSignature> SignAsync(RawSes ses) => SealedSignature.Decode(await ses.SignAsync(Covered));
}
