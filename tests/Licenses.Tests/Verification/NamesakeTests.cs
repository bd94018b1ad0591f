using System.Numerics;
using System.Security.Cryptography;
using Licenses.Crypto;
using Licenses.Crypto.Asn1;
using Licenses.Crypto.Signatures;
using Licenses.Crypto.Tsp;
using Licenses.Trust;
using Licenses.Trust.Fetching;
using Licenses.Verification;
using static Licenses.Tests.Verification.TimeWorld;

namespace Licenses.Tests.Verification;

/// <summary>Two certificates of one issuer and serial number in a token: trust is judged on the one whose key verified.</summary>
public sealed class NamesakeTests : IDisposable
{
    private readonly TimeWorld _world = new();

    [Theory]
    [InlineData(0)]
    [InlineData(600)]
    public async Task A_document_timestamp_by_a_key_of_ones_own_beside_the_authoritys_certificate_proves_nothing(int padding)
    {
        using var impostor = new ImpostorKey(_world.FirstStamp.Certificate, padding);
        var document = await StampAsync(impostor, On(2025, 2), await _world.SealAsync());

        var report = _world.Verify(document, On(2026, 6)); // the seal ended with 2025

        Assert.Equal(SubIndication.OutOfBoundsNoPoe, report.Signatures[0].SubIndication);
        Assert.Equal(impostor.Certificate, report.Signatures[1].SignerCertificate);
        Assert.Equal((true, Indication.Indeterminate), (report.Signatures[1].Intact, report.Signatures[1].Indication));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(600)]
    public async Task Nor_does_a_signature_timestamp(int padding)
    {
        using var impostor = new ImpostorKey(_world.FirstStamp.Certificate, padding);

        var report = _world.Verify(await _world.SealAsync(On(2025, 2), authority: impostor), On(2026, 6));

        Assert.Equal(SubIndication.OutOfBoundsNoPoe, report.Signatures[0].SubIndication);
    }

    [Fact]
    public async Task The_genuine_authoritys_timestamp_does()
    {
        var report = _world.Verify(await _world.SealAsync(On(2025, 2)), On(2026, 1, 15), _world.Lists(On(2026, 1, 14)));

        Assert.Equal(On(2025, 2), report.Signatures[0].BestSignatureTime);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(600)]
    public async Task A_token_by_such_a_key_is_not_kept(int padding)
    {
        using var impostor = new ImpostorKey(_world.FirstStamp.Certificate, padding);
        var judge = new TokenJudge(new CurrentTrust(_world.Trust([]), TimeProvider.System), new TimeStampOptions());

        Assert.NotNull(await RefuseAsync(impostor));
        Assert.Null(await RefuseAsync(_world.FirstStamp));

        async Task<LocalizedText?> RefuseAsync(ISealKey key)
        {
            var digest = SHA256.HashData("text"u8);
            var imprint = new MessageImprint(new AlgorithmIdentifier(Oids.Sha256), digest);
            var request = new TimeStampRequest(imprint, null, BigInteger.One, WantsCertificates: true);
            byte[] token = await TimeStampSigner.SignAsync(
                key, new TstInfo("1.2.3", imprint, 7, On(2025), BigInteger.One), TestContext.Current.CancellationToken);
            return judge.Refuse(TimeStampToken.Decode(token), request, On(2025));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(600)]
    public async Task The_signer_is_the_one_whom_the_signature_names_and_the_namesake_is_told(int padding)
    {
        using var impostor = new ImpostorKey(_world.FirstStamp.Certificate, padding);
        var token = TimeStampToken.Decode(await TokenAsync(impostor, SHA256.HashData("text"u8), On(2025)));

        var check = token.Verify(_ => SHA256.HashData("text"u8));

        Assert.Equal((true, impostor.Certificate, impostor.Certificate), (check.Intact, check.SignerCertificate, token.Message.SignerCertificate));
        Assert.Equal(Verdict.Passed, Assert.Single(check.Findings, finding => finding.Check == "CMS_SIGNER_NAMESAKES").Verdict);
    }

    public void Dispose() => _world.Dispose();
}
