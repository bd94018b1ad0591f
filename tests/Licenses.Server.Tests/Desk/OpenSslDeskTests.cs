using Licenses.Crypto.Seals;
using Licenses.Crypto.Sm;
using Licenses.Crypto.X509;
using Licenses.Server.Tests.Grpc;
using Licenses.Server.Tests.Host;
using Licenses.V1;

namespace Licenses.Server.Tests.Desk;

/// <summary>What others make of the desk's seals: openssl reads them and verifies both SM2 signatures.</summary>
public sealed class OpenSslDeskTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("licenses-desk-openssl-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(V1.SealFormat.Gbt385402020, false)]
    [InlineData(V1.SealFormat.Gbt385402020, true)]
    [InlineData(V1.SealFormat.Gmt00312025, false)]
    [InlineData(V1.SealFormat.Gmt00312025, true)]
    public async Task OpenSSL_parses_a_seal_and_a_signature_by_it_and_verifies_both(V1.SealFormat format, bool listsDigests)
    {
        await using var server = await RunningServer.StartAsync();
        var request = DeskSample.Make("openssl-make-1");
        (request.Draft.Format, request.Draft.ListDigests) = (format, listsDigests);
        var asked = await server.Sealing("issuer-police").MakeSealAsync(request);
        var made = await server.Sealing("administrator").ApproveSealAsync(DeskSample.Decide("openssl-approve-1", asked));
        var file = await server.Sealing("auditor").GetSealAsync(new GetSealRequest { SealId = made.SealId });
        var seal = ElectronicSeal.Decode(file.Encoded.Memory);
        using var key = DeskSample.Key("sm2-police");
        byte[] applied = await SealApplier.SignAsync(
            key, seal, new SealUse(Sm3.HashData("content"u8), DateTimeOffset.UtcNow, "ByteRange"), null,
            TestContext.Current.CancellationToken);
        var signature = SealedSignature.Decode(applied);

        await ShouldParseAsync(seal.Encoded);
        await ShouldParseAsync(applied);
        await ShouldVerifyAsync(seal.Maker!, seal.Signed, seal.SignatureValue, isGood: true);
        await ShouldVerifyAsync(signature.Signer!, signature.Signed, signature.SignatureValue, isGood: true);
        await ShouldVerifyAsync(signature.Signer!, seal.Signed, signature.SignatureValue, isGood: false);
    }

    private async Task ShouldParseAsync(ReadOnlyMemory<byte> encoded)
    {
        var (exitCode, output) = await ForeignProcess.RunAsync(
            "openssl", ["asn1parse", "-inform", "DER", "-in", await WriteAsync("der", encoded)], Limit);
        Assert.True(exitCode == 0, output);
    }

    private async Task ShouldVerifyAsync(
        Certificate certificate, ReadOnlyMemory<byte> text, ReadOnlyMemory<byte> value, bool isGood)
    {
        var (exitCode, output) = await ForeignProcess.RunAsync(
            "openssl",
            [
                "pkeyutl", "-verify", "-rawin", "-digest", "sm3", "-pkeyopt", "distid:1234567812345678", "-certin", "-inkey",
                await WriteAsync("certificate", certificate.Encoded), "-keyform", "DER", "-in", await WriteAsync("text", text),
                "-sigfile", await WriteAsync("value", value),
            ],
            Limit);
        Assert.True(exitCode == 0 == isGood, output);
    }

    private async Task<string> WriteAsync(string name, ReadOnlyMemory<byte> bytes)
    {
        var path = Path.Combine(_folder.FullName, name);
        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);
        return path;
    }
}
