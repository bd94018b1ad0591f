using System.Diagnostics;
using System.Text;
using Licenses.Crypto.Signatures;
using Licenses.Sealing;
using Licenses.Server.Keys;
using Licenses.Server.Keys.Pkcs11;
using Licenses.Server.Tests.Host;
using Licenses.Server.Tests.Stories;
using Licenses.Testing.Processes;
using Licenses.Testing.SamplePki;

namespace Licenses.Server.Tests.Keys;

public sealed class Pkcs11Tests(SoftTokens tokens) : IClassFixture<SoftTokens>
{
    private static readonly byte[] Text = "what is sealed"u8.ToArray();

    private static readonly string TaxCertificates = SampleCertificates.PathTo("seals", "tax.pem");

    private readonly LogLines _log = new();

    [Theory]
    [InlineData("police", SignatureScheme.Ecdsa)]
    [InlineData("p384", SignatureScheme.Ecdsa)]
    [InlineData("rsa", SignatureScheme.RsaPkcs1)]
    [InlineData("rsa", SignatureScheme.RsaPss)]
    public async Task A_key_on_a_token_signs_and_its_certificate_verifies(string label, SignatureScheme scheme)
    {
        var loaded = Load(Options(new TokenKeyOptions { Label = label, UsePss = scheme == SignatureScheme.RsaPss }));
        var key = Assert.Single(loaded.Keys).Key;

        var signature = await key.SignAsync(Text, default);

        Assert.Equal(scheme, key.Algorithm.Scheme);
        Assert.InRange(signature.Length, 60, key.LargestSignature);
        Assert.True(SignatureVerifier.Verify(key.Certificate.PublicKey, key.Algorithm, Text, signature).IsValid);
        Release(loaded);
    }

    [Theory]
    [InlineData("rsa", "RSA-SHA384", SignatureScheme.RsaPkcs1, "SHA384")]
    [InlineData("rsa", "RSA-PSS-SHA384", SignatureScheme.RsaPss, "SHA384")]
    [InlineData("rsa", "RSA-PSS-SHA512", SignatureScheme.RsaPss, "SHA512")]
    [InlineData("police", "ECDSA-SHA512", SignatureScheme.Ecdsa, "SHA512")] // longer than the curve's order
    [InlineData("p384", "ECDSA-SHA256", SignatureScheme.Ecdsa, "SHA256")]
    [InlineData("p384", "", SignatureScheme.Ecdsa, "SHA384")]
    public async Task A_key_on_a_token_signs_as_the_settings_choose(string label, string choice, SignatureScheme scheme, string digest)
    {
        var loaded = Load(Options(new TokenKeyOptions { Label = label, Algorithm = choice }));
        var key = Assert.Single(loaded.Keys).Key;

        var signature = await key.SignAsync(Text, default);

        Assert.Equal((scheme, digest), (key.Algorithm.Scheme, key.Algorithm.Digest.Name));
        Assert.True(SignatureVerifier.Verify(key.Certificate.PublicKey, key.Algorithm, Text, signature).IsValid);
        Release(loaded);
    }

    [Theory]
    [InlineData("police", "RSA-SHA256")]
    [InlineData("rsa", "ECDSA-SHA256")]
    [InlineData("rsa", "SM2-SM3")]
    public void An_algorithm_that_does_not_fit_the_key_is_refused_at_the_start(string label, string choice)
    {
        var failure = Assert.Throws<KeyLoadException>(() => Load(Options(new TokenKeyOptions { Label = label, Algorithm = choice })));

        Assert.Contains($"cannot sign by {choice}", failure.Message);
    }

    [Fact]
    public void An_SM2_key_is_refused_where_the_token_knows_no_SM2()
    {
        var key = new TokenKeyOptions { Label = "police", Certificates = SampleCertificates.PathTo("national", "sm2-police.pem") };

        var failure = Assert.Throws<KeyLoadException>(() => Load(Options(key)));

        Assert.Contains("'police' is an SM2 key; PKCS #11 has no common mechanism", failure.Message, StringComparison.Ordinal);
        Assert.Contains("does not list 0x80008104 (Sm2:Mechanism); of its maker's own it lists none", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_secret_stands_on_the_command_line_or_in_the_log_of_a_server_that_opens_files_and_tokens()
    {
        var folder = Directory.CreateTempSubdirectory("licenses-secrets-");
        try
        {
            var start = new ChildServerStart(folder.FullName)
            {
                Settings = new Dictionary<string, string>
                {
                    ["Keys:Tokens:0:Module"] = tokens.Soft.Library,
                    ["Keys:Tokens:0:Label"] = SoftTokens.Spare,
                    ["Keys:Tokens:0:PinFile"] = tokens.Soft.PinFile,
                    ["Keys:Tokens:0:Keys:0:Id"] = "01",
                    ["Keys:Tokens:0:Keys:0:Certificates"] = TaxCertificates,
                    ["Logging:Console:LogLevel:Default"] = "Trace",
                    ["Logging:LogLevel:Default"] = "Trace",
                },
                Environment = new Dictionary<string, string>
                {
                    ["Keys__Password"] = SampleCertificates.Password,
                    ["SOFTHSM2_CONF"] = Path.Combine(Path.GetDirectoryName(tokens.Soft.PinFile)!, "softhsm2.conf"),
                },
            };
            using var server = await Stories.ChildServer.StartAsync(start);

            var seen = server.CommandLine + await server.EndAsync();

            Assert.Contains("Keys:Tokens:0:PinFile", seen, StringComparison.Ordinal); // what is looked at is what was started
            Assert.Contains("tax", seen, StringComparison.Ordinal);
            Assert.DoesNotContain(SampleCertificates.Password, seen, StringComparison.Ordinal);
            Assert.DoesNotContain(SoftToken.Pin, seen, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_certificate_that_the_token_does_not_hold_comes_from_a_file()
    {
        var loaded = Load(Options(SoftTokens.Spare, new TokenKeyOptions { Id = "01", Certificates = TaxCertificates }));
        var key = Assert.Single(loaded.Keys).Key;

        var signature = await key.SignAsync(Text, default);

        Assert.True(SignatureVerifier.Verify(key.Certificate.PublicKey, key.Algorithm, Text, signature).IsValid);
        Release(loaded);
    }

    [Fact]
    public async Task A_token_that_was_pulled_and_put_back_is_logged_in_again()
    {
        var loaded = Load(Options(new TokenKeyOptions { Label = "police" }));
        var key = Assert.Single(loaded.Keys).Key;
        Assert.NotEmpty(await key.SignAsync(Text, default));

        for (var loss = 0; loss < 3; loss++)
        {
            tokens.Soft.EndAllSessions();
            var signatures = await Task.WhenAll(Enumerable.Range(0, 16)
                .Select(_ => key.SignAsync(Text, default).AsTask()));

            Assert.All(signatures, signature => Assert.True(
                SignatureVerifier.Verify(key.Certificate.PublicKey, key.Algorithm, Text, signature).IsValid));
        }

        Assert.Contains(_log.All, line => line.Contains("was lost", StringComparison.Ordinal));
        Release(loaded);
    }

    [Theory]
    [InlineData("health", "not that of the key")]
    [InlineData("tax", ": C_Sign")]
    public void The_certificate_of_another_key_is_found_out_at_the_start(string other, string what)
    {
        var failure = Assert.Throws<KeyLoadException>(() => Load(Options(new TokenKeyOptions
        {
            Label = "police", Certificates = SampleCertificates.PathTo("seals", $"{other}.pem"),
        })));

        Assert.Contains(what, failure.Message);
    }

    [Fact]
    public async Task A_license_sealed_by_a_token_is_valid_to_the_server_and_to_pdfsig()
    {
        await using var server = await RunningServer.StartAsync(new Dictionary<string, string>
        {
            ["Keys:Directory"] = "",
            ["Keys:Tokens:0:Module"] = tokens.Soft.Library,
            ["Keys:Tokens:0:Label"] = SoftTokens.Seals,
            ["Keys:Tokens:0:PinFile"] = tokens.Soft.PinFile,
            ["Keys:Tokens:0:Keys:0:Label"] = "police",
        });

        var license = await server.IssueFatherPermitAsync();
        var document = await server.DownloadAsync(license.Number);
        var reply = await server.VerifyAsync(document);

        Assert.Equal(V1.DocumentVerdict.Passed, reply.Verdict);
        Assert.Contains("Signature is Valid", await PdfsigAsync(document));
        Assert.DoesNotContain(server.Log.All, line => line.Contains(SoftToken.Pin, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("nobody", "", "0 certificates of 'nobody'")]
    [InlineData("twice", "", "2 private keys of label 'twice'")]
    [InlineData("twice", "06", "0 private keys of label 'twice'")]
    public void A_name_that_means_no_key_or_two_is_refused_at_the_start(string label, string id, string what)
    {
        var failure = Assert.Throws<KeyLoadException>(() => Load(Options(new TokenKeyOptions
        {
            Label = label, Id = id, Certificates = label == "twice" ? TaxCertificates : "",
        })));

        Assert.Contains(what, failure.Message);
    }

    [Fact]
    public void A_token_that_is_not_there_is_named()
    {
        var failure = Assert.Throws<KeyLoadException>(() => Load(
            Options("no such token", new TokenKeyOptions { Label = "police" })));

        Assert.Contains("no such token", failure.Message);
        Assert.Contains("CKR_TOKEN_NOT_PRESENT", failure.Message);
    }

    [Theory]
    [InlineData("libc.so.6")]
    [InlineData("no-such-library.so")]
    public void A_library_that_is_none_is_named(string library)
    {
        var options = Options(new TokenKeyOptions { Label = "police" });
        options.Module = library;

        var failure = Assert.Throws<KeyLoadException>(() => Load(options));

        Assert.Contains(library, failure.Message);
    }

    [Fact]
    public void A_refused_PIN_is_not_tried_again_and_never_written()
    {
        using var token = new Pkcs11Token(
            Pkcs11Module.Load(tokens.Soft.Library), Options(SoftTokens.Spare), "99999999"u8.ToArray(), _log.CreateLogger("keys"));
        tokens.Soft.EndAllSessions(); // else the user of another test is still logged in

        var first = Assert.Throws<Pkcs11Exception>(() => token.Use(_ => 0));
        var second = Assert.Throws<Pkcs11Exception>(() => token.Use(_ => 0));

        Assert.Contains("CKR_PIN_INCORRECT", first.Message);
        Assert.Same(first, second);
        Assert.DoesNotContain("99999999", first.ToString());
        Assert.DoesNotContain(_log.All, line => line.Contains("99999999", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_queue_before_a_token_is_bounded()
    {
        var options = Options(SoftTokens.Spare);
        (options.Sessions, options.Queue) = (1, 1);
        using var token = Token(options);
        using var release = new ManualResetEventSlim();
        using var entered = new ManualResetEventSlim();
        var running = token.UseAsync(
            _ =>
            {
                entered.Set();
                release.Wait();
                return 1;
            },
            default).AsTask();
        entered.Wait(TestContext.Current.CancellationToken);
        var waiting = token.UseAsync(_ => 2, default).AsTask();

        var refused = await Assert.ThrowsAsync<SealKeyUnavailableException>(async () => await token.UseAsync(_ => 3, default));
        release.Set();

        Assert.Contains("busy", refused.Message);
        Assert.Equal(1, await running);
        Assert.Equal(2, await waiting);
    }

    [Fact]
    public async Task A_library_that_hangs_costs_its_caller_the_time_limit_and_no_more()
    {
        var options = Options(SoftTokens.Spare);
        (options.Sessions, options.Timeout) = (1, TimeSpan.FromMilliseconds(200));
        using var token = Token(options);
        using var release = new ManualResetEventSlim();

        var hanging = async () => await token.UseAsync(
            _ =>
            {
                release.Wait();
                return 1;
            },
            default);
        Assert.Contains("did not answer", (await Assert.ThrowsAsync<SealKeyUnavailableException>(hanging)).Message);
        Assert.Contains("did not answer", (await Assert.ThrowsAsync<SealKeyUnavailableException>(hanging)).Message);
        release.Set();

        Assert.Equal(2, await Eventually(() => token.UseAsync(_ => 2, default)));
    }

    private static async Task<int> Eventually(Func<ValueTask<int>> call)
    {
        while (true)
        {
            try
            {
                return await call();
            }
            catch (SealKeyUnavailableException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
            {
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }
        }
    }

    private static async Task<string> PdfsigAsync(byte[] document)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(file, document);
            using var process = Process.Start(new ProcessStartInfo(ForeignProgram.Find("pdfsig"), ["-nocert", file])
            {
                RedirectStandardOutput = true,
            })!;
            return await process.StandardOutput.ReadToEndAsync();
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static void Release(LoadedKeys loaded)
    {
        foreach (var token in loaded.Tokens)
        {
            token.Dispose();
        }
    }

    private TokenOptions Options(params TokenKeyOptions[] keys) => Options(SoftTokens.Seals, keys);

    private TokenOptions Options(string token, params TokenKeyOptions[] keys) => new()
    {
        Module = tokens.Soft.Library, Label = token, PinFile = tokens.Soft.PinFile, Keys = [.. keys],
    };

    private Pkcs11Token Token(TokenOptions options) => new(
        Pkcs11Module.Load(options.Module), options, Encoding.UTF8.GetBytes(SoftToken.Pin), _log.CreateLogger("keys"));

    private LoadedKeys Load(TokenOptions options) =>
        new KeyLoader(new KeysOptions { Tokens = [options] }, _log.CreateLogger("keys")).LoadAll();
}
