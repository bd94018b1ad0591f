using Licenses.Crypto.Signatures;
using Licenses.Sealing;
using Licenses.Server.Keys;
using Licenses.Testing.Clock;
using Licenses.Testing.SamplePki;
using Microsoft.Extensions.Logging.Abstractions;

namespace Licenses.Server.Tests.Keys;

public sealed class SealKeyringTests
{
    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 6, 1, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Each_department_seals_with_its_own_key_and_a_stranger_has_none()
    {
        using var keyring = Create(new KeysOptions
        {
            Directory = SampleCertificates.PathTo("seals"), Password = SampleCertificates.Password,
        });

        var police = await keyring.FindAsync(SampleCertificates.Uscc("police"), KeyFamily.International, default);
        var stranger = await keyring.FindAsync("91310000MA99000011", KeyFamily.International, default);

        Assert.NotNull(police);
        Assert.Contains("样例市公安局电子印章", police.Certificate.Subject);
        Assert.NotEmpty(await police.SignAsync("text"u8.ToArray(), default));
        Assert.Null(stranger);
        Assert.True(keyring.IsHealthy);
    }

    [Fact]
    public async Task A_revoked_key_is_left_out_though_it_would_be_valid()
    {
        using var keyring = Create(
            new KeysOptions
            {
                Files = [new KeyFileOptions { File = SampleCertificates.SealPath("revoked") }],
                Password = SampleCertificates.Password,
            },
            _ => true);

        Assert.Null(await keyring.FindAsync(SampleCertificates.Uscc("health"), KeyFamily.International, default));
        Assert.False(keyring.IsHealthy);
    }

    [Fact]
    public async Task A_key_that_expires_while_the_server_runs_cannot_be_used_any_more()
    {
        var clock = new ManualClock(new DateTimeOffset(2026, 1, 15, 0, 0, 0, TimeSpan.Zero));
        using var keyring = SealKeyring.Create(
            new KeyLoader(new KeysOptions
            {
                Files = [new KeyFileOptions { File = SampleCertificates.SealPath("expired") }],
                Password = SampleCertificates.Password,
            }, NullLogger.Instance).LoadAll(),
            _ => false, clock, NullLogger.Instance);
        Assert.NotNull(await keyring.FindAsync(SampleCertificates.Uscc("transport"), KeyFamily.International, default));

        clock.Advance(TimeSpan.FromDays(30));

        Assert.False(keyring.IsHealthy);
        await Assert.ThrowsAsync<SealKeyUnavailableException>(
            async () => await keyring.FindAsync(SampleCertificates.Uscc("transport"), KeyFamily.International, default));
    }

    [Theory]
    [InlineData("police", "ECDSA-SHA512", "SHA512")]
    [InlineData("police", "", "SHA256")]
    public async Task A_key_file_signs_as_the_settings_choose(string seal, string choice, string digest)
    {
        using var keyring = Create(new KeysOptions
        {
            Files = [new KeyFileOptions { File = SampleCertificates.SealPath(seal), Algorithm = choice }],
            Password = SampleCertificates.Password,
        });

        var key = (await keyring.FindAsync(SampleCertificates.Uscc(seal), KeyFamily.International, default))!;
        var signature = await key.SignAsync("text"u8.ToArray(), default);

        Assert.Equal(digest, key.Algorithm.Digest.Name);
        Assert.True(SignatureVerifier.Verify(key.Certificate.PublicKey, key.Algorithm, "text"u8, signature).IsValid);
    }

    [Theory]
    [InlineData("ECDSA-MD5")]
    [InlineData("PSS")]
    public void An_algorithm_of_another_name_is_named_at_the_start(string choice)
    {
        var options = new KeysOptions
        {
            Files = [new KeyFileOptions { File = SampleCertificates.SealPath("police"), Algorithm = choice }],
        };

        Assert.Contains($"not '{choice}'", new KeysOptions.Validator().Validate(null, options).FailureMessage);
    }

    [Fact]
    public void The_password_of_a_file_is_the_first_line_of_another_file()
    {
        var passwordFile = Path.GetTempFileName();
        try
        {
            File.WriteAllText(passwordFile, SampleCertificates.Password + "\nsecond line");
            using var keyring = Create(new KeysOptions
            {
                Files = [new KeyFileOptions
                {
                    File = SampleCertificates.SealPath("tax"),
                    PasswordFile = passwordFile,
                    Organisation = SampleCertificates.Uscc("tax"),
                }],
            });

            Assert.Equal(1, keyring.Count);
        }
        finally
        {
            File.Delete(passwordFile);
        }
    }

    [Fact]
    public void A_wrong_password_fails_and_names_the_file_and_not_the_password()
    {
        var options = new KeysOptions
        {
            Files = [new KeyFileOptions { File = SampleCertificates.SealPath("tax") }], Password = "open sesame",
        };

        var failure = Assert.Throws<KeyLoadException>(() => Create(options));

        Assert.Contains("tax.p12", failure.Message);
        Assert.DoesNotContain("sesame", failure.ToString());
    }

    [Fact]
    public void A_key_of_another_organisation_than_configured_fails()
    {
        var options = new KeysOptions
        {
            Files = [new KeyFileOptions
            {
                File = SampleCertificates.SealPath("tax"), Organisation = SampleCertificates.Uscc("police"),
            }],
            Password = SampleCertificates.Password,
        };

        var failure = Assert.Throws<KeyLoadException>(() => Create(options));

        Assert.Contains(SampleCertificates.Uscc("police"), failure.Message);
    }

    private SealKeyring Create(KeysOptions options, Func<ISealKey, bool>? isRevoked = null) => SealKeyring.Create(
        new KeyLoader(options, NullLogger.Instance).LoadAll(), isRevoked ?? (_ => false), _clock, NullLogger.Instance);
}
