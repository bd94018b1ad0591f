using System.Formats.Asn1;
using Google.Protobuf;
using Licenses.Cli.Remote;
using Licenses.Crypto.Cms;
using Licenses.Crypto.Seals;
using Licenses.Crypto.Signatures;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;
using Licenses.Sealing;
using Licenses.Server.Keys;
using Licenses.Server.Keys.Pkcs11;
using Licenses.Server.Tests.Desk;
using Licenses.Server.Tests.Host;
using Licenses.Testing.Processes;
using Licenses.Testing.SamplePki;
using Licenses.Testing.SharedData;
using Licenses.Testing.Tokens;
using Licenses.V1;

namespace Licenses.Server.Tests.Keys;

/// <summary>SM2 keys on tokens. The token is one of our own tests': no maker's was at hand.</summary>
public sealed class Sm2TokenTests : IDisposable
{
    private static readonly byte[] Text = "what is sealed"u8.ToArray();

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("licenses-sm2-token-");
    private readonly LogLines _log = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("0x80008104", "Digest", true)]
    [InlineData("0x80008105", "Digest", false)]
    [InlineData("2147516674", "Text", false)] // 0x80008102
    [InlineData("0x80008103", "Text", true)]
    public async Task An_SM2_key_signs_by_whichever_mechanism_the_token_has(string number, string input, bool givesDer)
    {
        var sm2 = new TokenSm2Options { Mechanism = number, Input = Enum.Parse<TokenSm2Input>(input) };
        Assert.True(sm2.TryReadMechanism(out var mechanism));
        var token = await TokenAsync(new Sm2TokenMechanism(mechanism, input == "Text", givesDer));
        var loaded = Load(Options(token, sm2));
        var key = Assert.Single(loaded.Keys).Key;

        byte[] signature = await key.SignAsync(Text, Token);

        Assert.Equal(SignatureScheme.Sm2, key.Algorithm.Scheme);
        Assert.InRange(signature.Length, 60, key.LargestSignature);
        Assert.True(SignatureVerifier.Verify(key.Certificate.PublicKey, key.Algorithm, Text, signature).IsValid); // strictly: DER
        Assert.Equal(2, token.Signatures); // one to see at the start that all belongs together
        Assert.DoesNotContain(_log.All, line => line.Contains(Sm2Token.Pin, StringComparison.Ordinal));
        Release(loaded);
    }

    [Fact]
    public async Task A_token_that_lists_no_such_mechanism_is_refused_and_told_what_it_lists()
    {
        var token = await TokenAsync(new Sm2TokenMechanism(0x80000004, TakesText: false, GivesDer: true));

        var failure = Assert.Throws<KeyLoadException>(() => Load(Options(token, new TokenSm2Options())));

        Assert.Contains("'sm2-market' is an SM2 key", failure.Message, StringComparison.Ordinal);
        Assert.Contains("does not list 0x80008104 (Sm2:Mechanism)", failure.Message, StringComparison.Ordinal);
        Assert.Contains("it lists 0x80000004", failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, token.Signatures); // nothing is tried with a key by a mechanism that is not there
    }

    [Fact]
    public async Task A_mechanism_that_takes_something_else_is_found_out_at_the_start()
    {
        var token = await TokenAsync(new Sm2TokenMechanism(0x80008104, TakesText: true, GivesDer: true));

        var failure = Assert.Throws<KeyLoadException>(() => Load(Options(token, new TokenSm2Options())));

        Assert.Contains("takes no Digest (Sm2:Input)", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signature_that_does_not_verify_is_not_given_out()
    {
        var token = await TokenAsync(new Sm2TokenMechanism(0x80008104, TakesText: false, GivesDer: true));
        var loaded = Load(Options(token, new TokenSm2Options()));
        token.IsDisturbed = true;

        var refused = await Assert.ThrowsAsync<SealKeyUnavailableException>(
            async () => await Assert.Single(loaded.Keys).Key.SignAsync(Text, Token));

        Assert.Contains("does not verify", refused.Message, StringComparison.Ordinal);
        Release(loaded);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0x1041")] // CKM_ECDSA: on the wrong curve it would be a signature all the same
    [InlineData("0x180008104")]
    [InlineData("sm2")]
    public void A_number_that_no_maker_can_have_is_refused_with_the_settings(string number)
    {
        var options = new TokenOptions { Module = "m", Label = "t", Keys = [new TokenKeyOptions { Label = "k" }] };
        options.Sm2.Mechanism = number;

        Assert.Contains(options.Failures(), failure => failure.Contains("Sm2:Mechanism", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(SealingProfile.Sm2Pkcs7)] // A
    [InlineData(SealingProfile.Sm2Pkcs7Gm)]
    [InlineData(SealingProfile.Ses)] // B
    [InlineData(SealingProfile.Sm2Cades)] // C
    public async Task A_document_sealed_by_the_token_is_valid_to_the_server_and_its_signature_to_openssl(SealingProfile profile)
    {
        var token = await TokenAsync(new Sm2TokenMechanism(0x80008105, TakesText: false, GivesDer: false));
        await using var server = await RunningServer.StartAsync(Settings(token, "0x80008105"));
        await MakeSealAsync(server);
        int before = token.Signatures;

        var options = new SealOptions { RequestId = $"token-{profile}", Profile = profile };
        byte[] file = (await DocumentTransfer.SealAsync(server.Sealing("issuer-market"), options, Contract(), Token)).Item2;
        var reply = await server.VerifyAsync(file, new VerifyOptions { Policy = VerificationPolicy.Pades });

        Assert.True(token.Signatures > before, "the token was not asked");
        Assert.True(reply.Verdict == DocumentVerdict.Passed, reply.Summary?.En);
        var signature = PdfInspector.Inspect(PdfSource.FromMemory(file)).Signatures.Single();
        var signer = signature.Cms?.SignerInfos.Single();
        await AssertByOpenSslAsync(
            "sm2-market", signature.Sealed?.Signed ?? AttributesOf(signer!), signature.Sealed?.SignatureValue ?? signer!.Signature);
        Assert.DoesNotContain(server.Log.All, line => line.Contains(Sm2Token.Pin, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_maker_whose_key_is_on_a_token_makes_seals()
    {
        var token = await TokenAsync(new Sm2TokenMechanism(0x80008104, TakesText: false, GivesDer: true), "sm2-market", "sm2-maker");
        var settings = Settings(token, "0x80008104");
        settings["Keys:Tokens:0:Keys:1:Label"] = "sm2-maker"; // its certificate comes from the token
        settings["Sealing:Maker:File"] = "";
        settings["Sealing:Maker:Organisation"] = SampleCertificates.Uscc("city");
        await using var server = await RunningServer.StartAsync(settings);
        int before = token.Signatures;

        var made = await MakeSealAsync(server);
        var file = await server.Sealing("administrator").GetSealAsync(new GetSealRequest { SealId = made.SealId });

        Assert.Equal(before + 1, token.Signatures);
        var seal = ElectronicSeal.Decode(file.Encoded.Memory);
        Assert.Equal(DeskSample.CertificateOf("sm2-maker").ToByteArray(), seal.Maker!.Encoded.ToArray());
        await AssertByOpenSslAsync("sm2-maker", seal.Signed, seal.SignatureValue);
    }

    private async Task AssertByOpenSslAsync(string name, ReadOnlyMemory<byte> text, ReadOnlyMemory<byte> value)
    {
        await File.WriteAllBytesAsync(PathTo("text"), text, Token);
        await File.WriteAllBytesAsync(PathTo("value"), value, Token);

        var run = await ToolRun.OfAsync(
            "openssl",
            [
                "pkeyutl", "-verify", "-certin", "-inkey", SampleCertificates.PathTo("national", $"{name}.pem"), "-rawin",
                "-digest", "sm3", "-pkeyopt", "distid:1234567812345678", "-in", PathTo("text"), "-sigfile", PathTo("value"),
            ],
            Token);

        Assert.True(run.ExitCode == 0 && run.Output.Contains("Signature Verified Successfully", StringComparison.Ordinal), run.Output);
    }

    private static byte[] AttributesOf(SignerInfo signer)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSetOf())
        {
            foreach (var attribute in signer.SignedAttributes)
            {
                writer.WriteEncodedValue(attribute.Encoded.Span);
            }
        }

        return writer.Encode();
    }

    private static async Task<V1.SealRecord> MakeSealAsync(RunningServer server)
    {
        var wish = DeskSample.Make("token-make-1", "sm2-market");
        wish.Draft.Picture.Kind = SealPictureKind.Png;
        wish.Draft.Picture.Data = ByteString.CopyFrom(
            await File.ReadAllBytesAsync(RepositoryRoot.PathTo("services", "Licenses.Server", "Samples", "seal-market.png"), Token));
        var asked = await server.Sealing("issuer-market").MakeSealAsync(wish);
        return await server.Sealing("administrator").ApproveSealAsync(DeskSample.Decide("token-approve-1", asked));
    }

    private static byte[] Contract() =>
        File.ReadAllBytes(RepositoryRoot.PathTo("services", "Licenses.Server", "Samples", "contract.pdf"));

    private static Dictionary<string, string> Settings(Sm2Token token, string mechanism) => new()
    {
        ["Keys:Files:0:File"] = SampleCertificates.NationalSealPath("sm2-civil-affairs"), // in place of the market office's
        ["Keys:Tokens:0:Module"] = token.Library,
        ["Keys:Tokens:0:Label"] = Sm2Token.Label,
        ["Keys:Tokens:0:PinFile"] = token.PinFile,
        ["Keys:Tokens:0:Sm2:Mechanism"] = mechanism,
        ["Keys:Tokens:0:Keys:0:Label"] = "sm2-market",
        ["Keys:Tokens:0:Keys:0:Certificates"] = SampleCertificates.PathTo("national", "sm2-market.pem"),
    };

    private static TokenOptions Options(Sm2Token token, TokenSm2Options sm2) => new()
    {
        Module = token.Library, Label = Sm2Token.Label, PinFile = token.PinFile, Sm2 = sm2,
        Keys = [new TokenKeyOptions { Label = "sm2-market" }],
    };

    private static void Release(LoadedKeys loaded)
    {
        foreach (var token in loaded.Tokens)
        {
            token.Dispose();
        }
    }

    private string PathTo(string name) => Path.Combine(_folder.FullName, name);

    private Task<Sm2Token> TokenAsync(Sm2TokenMechanism mechanism) => TokenAsync(mechanism, "sm2-market");

    /// <summary>A token with keys of the sample, which openssl takes out of their files.</summary>
    private async Task<Sm2Token> TokenAsync(Sm2TokenMechanism mechanism, params string[] names)
    {
        var token = new Sm2Token(_folder.FullName, mechanism);
        foreach (string name in names)
        {
            string[] arguments =
            [
                "pkcs12", "-in", SampleCertificates.NationalSealPath(name), "-nodes", "-nocerts",
                "-passin", "pass:" + SampleCertificates.Password, "-out", PathTo($"{name}.pem"),
            ];
            var run = await ToolRun.OfAsync("openssl", arguments, Token);
            Assert.True(run.ExitCode == 0, run.Output);
            token.Add(name, DeskSample.CertificateOf(name).ToByteArray(), PathTo($"{name}.pem"));
        }

        return token;
    }

    private LoadedKeys Load(TokenOptions options) =>
        new KeyLoader(new KeysOptions { Tokens = [options] }, _log.CreateLogger("keys")).LoadAll();
}
