using System.Collections.Immutable;
using System.Formats.Asn1;
using Licenses.Crypto;
using Licenses.Crypto.Asn1;
using Licenses.Crypto.Cms;
using Licenses.Crypto.Signatures;
using Licenses.Crypto.Sm;
using Licenses.Crypto.X509;

namespace Licenses.Tests.Crypto.Sm;

/// <summary>Messages whose signature value is honest, or honest for something else, and that must not be taken for valid.</summary>
public sealed class GmMessageAttackTests
{
    private static readonly byte[] Content = "what the department decided"u8.ToArray();
    private static readonly byte[] Digest = Sm3.HashData(Content);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, bool> Attributes { get; } = new()
    {
        // what is done to the attributes, which finding decides, in a message of GM/T 0010 or of RFC 5652
        { "no message-digest", "CMS_MESSAGE_DIGEST", true },
        { "no message-digest", "CMS_MESSAGE_DIGEST", false },
        { "no content-type", "CMS_CONTENT_TYPE", true },
        { "no content-type", "CMS_CONTENT_TYPE", false },
        { "another content-type", "CMS_CONTENT_TYPE", true },
        { "another content-type", "CMS_CONTENT_TYPE", false },
        { "two message-digests", "CMS_ATTRIBUTE_COUNT", true },
        { "two message-digests", "CMS_ATTRIBUTE_COUNT", false },
        { "a message-digest of two values", "CMS_ATTRIBUTE_COUNT", true },
        { "digested twice", "CMS_MESSAGE_DIGEST", true },
        { "digested after Z", "CMS_MESSAGE_DIGEST", true },
        { "digested after Z", "CMS_MESSAGE_DIGEST", false },
        { "a digest cut short", "CMS_MESSAGE_DIGEST", true },
        { "another certificate named", "CMS_SIGNING_CERTIFICATE", true },
        { "another certificate named", "CMS_SIGNING_CERTIFICATE", false },
        { "none at all", "CMS_MESSAGE_DIGEST", true },
        { "none at all", "CMS_CONTENT_TYPE", false },
    };

    [Theory]
    [MemberData(nameof(Attributes))]
    public async Task Attributes_that_break_a_rule_prove_nothing_though_the_value_verifies(
        string forgery, string decides, bool national)
    {
        var attributes = Forge(forgery, national ? Oids.GmData : Oids.Data);
        byte[] value = await NationalKeys.Police.SignAsync(attributes, Token);
        var message = SignedData.Decode(CadesSigner.Encode(NationalKeys.Police, Parts(national, Content, attributes, value)));

        var check = CmsVerifier.VerifyAttached(message);

        Assert.Contains(check.Findings, finding => finding is { Check: "CMS_SIGNATURE_VALUE", Verdict: Verdict.Passed });
        Assert.False(check.Intact);
        Assert.Contains(check.Findings, finding => finding.Check == decides && finding.Verdict != Verdict.Passed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_same_attributes_without_the_forgery_are_intact(bool national)
    {
        var attributes = Forge("", national ? Oids.GmData : Oids.Data);
        byte[] value = await NationalKeys.Police.SignAsync(attributes, Token);
        var message = SignedData.Decode(CadesSigner.Encode(NationalKeys.Police, Parts(national, Content, attributes, value)));

        Assert.True(CmsVerifier.VerifyAttached(message).Intact);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Signed_attributes_taken_out_of_a_message_are_no_content(bool national)
    {
        var honest = SignedData.Decode(await MessageSigner.SignAsync(
            NationalKeys.Police, Content, new MessageForm(national, true, true), Token)).SignerInfos.Single();

        byte[] forged = CadesSigner.Encode(
            NationalKeys.Police, Parts(national, honest.SignedAttributesInDer(), default, honest.Signature.ToArray()));
        var check = CmsVerifier.VerifyAttached(SignedData.Decode(forged));

        Assert.Contains(check.Findings, finding => finding is { Check: "CMS_SIGNATURE_VALUE", Verdict: Verdict.Passed });
        Assert.Contains(check.Findings, finding => finding is { Check: "CMS_CONTENT_IS_ATTRIBUTES", Verdict: Verdict.Failed });
        Assert.False(check.Intact);
    }

    [Fact]
    public async Task Nor_are_they_a_file_under_a_detached_message()
    {
        var honest = SignedData.Decode(await MessageSigner.SignAsync(
            NationalKeys.Police, Content, new MessageForm(true, true, true), Token)).SignerInfos.Single();
        byte[] file = honest.SignedAttributesInDer();
        var forged = SignedData.Decode(CadesSigner.Encode(
            NationalKeys.Police, Parts(true, file, default, honest.Signature.ToArray()) with { Content = null }));

        var check = CmsVerifier.VerifyDetached(forged, file, CmsProfile.Pkcs7Detached);

        Assert.Contains(check.Findings, finding => finding is { Check: "CMS_SIGNATURE_VALUE", Verdict: Verdict.Passed });
        Assert.Contains(check.Findings, finding => finding is { Check: "CMS_CONTENT_IS_ATTRIBUTES", Verdict: Verdict.Failed });
        Assert.False(check.Intact);
    }

    [Fact]
    public async Task Content_that_is_a_set_of_attributes_is_not_signed_bare()
    {
        // Else who hands in such a document has a signature over anything it names.
        byte[] trap = Forge("", Oids.GmData).ToArray();

        await Assert.ThrowsAsync<ArgumentException>(async () => await MessageSigner.SignAsync(
            NationalKeys.Police, trap, new MessageForm(true, true, false), Token));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task Content_within_where_it_must_be_outside_and_the_reverse_fail(bool national, bool attributes)
    {
        byte[] attached = await MessageSigner.SignAsync(
            NationalKeys.Police, Content, new MessageForm(national, true, attributes), Token);
        byte[] detached = await MessageSigner.SignAsync(
            NationalKeys.Police, Content, new MessageForm(national, false, attributes), Token);

        foreach (var check in new[]
        {
            CmsVerifier.VerifyDetached(SignedData.Decode(attached), Content, CmsProfile.Pkcs7Detached),
            CmsVerifier.VerifyAttached(SignedData.Decode(detached)),
        })
        {
            Assert.False(check.Intact);
            Assert.Equal("CMS_CONTENT", Assert.Single(check.Findings).Check);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task A_message_of_no_signer_or_of_several_fails(int signers)
    {
        byte[] honest = await MessageSigner.SignAsync(
            NationalKeys.Police, Content, new MessageForm(true, true, false), Token);

        var check = CmsVerifier.VerifyAttached(SignedData.Decode(WithSigners(honest, signers)));

        Assert.True(CmsVerifier.VerifyAttached(SignedData.Decode(WithSigners(honest, 1))).Intact);
        Assert.False(check.Intact);
        Assert.Equal("CMS_SIGNER_COUNT", Assert.Single(check.Findings).Check);
    }

    [Fact]
    public async Task A_certificate_put_in_the_place_of_another_by_its_name_and_number_has_no_path()
    {
        using var thief = Sm2PrivateKey.ImportPkcs8(Sm2PrivateKey.GeneratePkcs8());
        var forged = WithKey(NationalKeys.Police.Certificate, thief.PublicKey);
        byte[] message = CadesSigner.Encode(
            new Shown(NationalKeys.Police, forged),
            Parts(true, Content, default, thief.Sign(Sm2Identity.DefaultUserId, Content)));

        var check = CmsVerifier.VerifyAttached(SignedData.Decode(message));

        // The message is what the thief's key signed; nobody vouches for that key.
        Assert.Equal(forged, check.SignerCertificate);
        Assert.IsNotType<PathOutcome.Valid>(NationalKeys.Trust.Paths.Validate(new PathRequest(
            check.SignerCertificate!, Authority.Now, CertificatePurpose.Seal, CertificatePool.Empty)));
        Assert.IsType<PathOutcome.Valid>(NationalKeys.Trust.Paths.Validate(new PathRequest(
            NationalKeys.Police.Certificate, Authority.Now, CertificatePurpose.Seal, CertificatePool.Empty)));
    }

    [Fact]
    public async Task A_forged_twin_beside_the_signer_s_certificate_does_not_take_its_place()
    {
        using var thief = Sm2PrivateKey.ImportPkcs8(Sm2PrivateKey.GeneratePkcs8());
        var twin = WithKey(NationalKeys.Police.Certificate, thief.PublicKey);
        var attributes = Forge("", Oids.GmData);
        byte[] value = await NationalKeys.Police.SignAsync(attributes, Token);
        byte[] message = CadesSigner.Encode(
            new Shown(NationalKeys.Police, twin, NationalKeys.Police.Certificate), Parts(true, Content, attributes, value));

        var check = CmsVerifier.VerifyAttached(SignedData.Decode(message));

        Assert.True(check.Intact);
        Assert.Equal(NationalKeys.Police.Certificate, check.SignerCertificate);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task Nor_where_the_signature_names_none_of_them(bool attached, bool isTwinFirst)
    {
        using var thief = Sm2PrivateKey.ImportPkcs8(Sm2PrivateKey.GeneratePkcs8());
        var (honest, twin) = (NationalKeys.Police.Certificate, WithKey(NationalKeys.Police.Certificate, thief.PublicKey));
        var shown = isTwinFirst ? new Shown(NationalKeys.Police, twin, honest) : new Shown(NationalKeys.Police, honest, twin);
        byte[] value = await NationalKeys.Police.SignAsync(Content, Token);
        var message = SignedData.Decode(CadesSigner.Encode(shown, Parts(true, Content, default, value) with { Content = attached ? Content : null }));

        var check = attached ? CmsVerifier.VerifyAttached(message) : CmsVerifier.VerifyDetached(message, Content, CmsProfile.Pkcs7Detached);

        Assert.True(check.Intact, string.Join("; ", check.Findings));
        Assert.Equal(honest, check.SignerCertificate);
        Assert.Equal(Verdict.Passed, Assert.Single(check.Findings, finding => finding.Check == "CMS_SIGNER_NAMESAKES").Verdict);
    }

    [Fact]
    public async Task Where_two_of_them_hold_the_key_that_verified_nobody_can_tell_whose_it_is()
    {
        var honest = NationalKeys.Police.Certificate;
        byte[] changed = honest.Encoded.ToArray();
        changed[^1] ^= 1; // the same certificate, with a signature that its issuer did not make
        byte[] value = await NationalKeys.Police.SignAsync(Content, Token);

        var check = CmsVerifier.VerifyAttached(SignedData.Decode(CadesSigner.Encode(
            new Shown(NationalKeys.Police, Certificate.Decode(changed), honest), Parts(true, Content, default, value))));

        Assert.Contains(check.Findings, finding => finding is { Check: "CMS_SIGNER_NAMESAKES", Verdict: Verdict.Indeterminate });
    }

    [Theory]
    [InlineData("")]
    [InlineData("ALICE123@YAHOO.COM")]
    [InlineData("12345678123456780")]
    public void A_signature_under_another_ID_is_none(string id)
    {
        using var key = Sm2PrivateKey.ImportPkcs8(Sm2PrivateKey.GeneratePkcs8());
        var shown = new Shown(NationalKeys.Police, WithKey(NationalKeys.Police.Certificate, key.PublicKey));
        byte[] honest = key.Sign(Sm2Identity.DefaultUserId, Content);
        byte[] other = key.Sign(System.Text.Encoding.ASCII.GetBytes(id), Content);

        Assert.True(CmsVerifier.VerifyAttached(SignedData.Decode(
            CadesSigner.Encode(shown, Parts(true, Content, default, honest)))).Intact);
        Assert.False(CmsVerifier.VerifyAttached(SignedData.Decode(
            CadesSigner.Encode(shown, Parts(true, Content, default, other)))).Intact);
    }

    private static CmsParts Parts(bool national, byte[] content, ReadOnlyMemory<byte> attributes, byte[] value) =>
        new(national ? Oids.GmData : Oids.Data, content, attributes, value, []) { IsNational = national };

    private static ReadOnlyMemory<byte> Forge(string forgery, string type)
    {
        string stated = forgery == "another content-type" ? Oids.TstInfo : type;
        byte[] digest = forgery switch
        {
            "digested twice" => Sm3.HashData(Digest),
            "digested after Z" => SignedDigest(),
            "a digest cut short" => Digest[..16],
            _ => Digest,
        };
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSetOf())
        {
            if (forgery is not ("no content-type" or "none at all"))
            {
                Write(writer, Oids.ContentType, values => values.WriteObjectIdentifier(stated));
            }

            if (forgery is not ("no message-digest" or "none at all"))
            {
                Write(writer, Oids.MessageDigest, values =>
                {
                    values.WriteOctetString(digest);
                    if (forgery == "a message-digest of two values")
                    {
                        values.WriteOctetString(Sm3.HashData([]));
                    }
                });
            }

            if (forgery == "two message-digests")
            {
                Write(writer, Oids.MessageDigest, values => values.WriteOctetString(Sm3.HashData([])));
            }

            if (forgery != "none at all")
            {
                var named = forgery == "another certificate named" ? NationalKeys.CivilAffairs : NationalKeys.Police;
                Write(writer, Oids.SigningCertificateV2, values =>
                    SigningCertificate.EncodeV2(values, named.Certificate, DigestAlgorithms.Sm3Name));
            }
        }

        return writer.Encode();
    }

    private static byte[] SignedDigest()
    {
        Assert.True(Sm2PublicKey.TryDecode(NationalKeys.Police.Certificate.PublicKey.Key.Span, out var key));
        return Sm2Identity.Digest(key.DefaultIdentity, Content);
    }

    private static void Write(AsnWriter writer, string oid, Action<AsnWriter> values)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(oid);
            using (writer.PushSetOf())
            {
                values(writer);
            }
        }
    }

    /// <summary>The message with its one signer so many times.</summary>
    private static byte[] WithSigners(byte[] message, int count)
    {
        var outer = new AsnReader(message, AsnEncodingRules.DER).ReadSequence();
        var type = outer.ReadEncodedValue();
        var data = outer.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0, true)).ReadSequence();
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(type.Span);
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0, true)))
            using (writer.PushSequence())
            {
                for (int i = 0; i < 4; i++)
                {
                    writer.WriteEncodedValue(data.ReadEncodedValue().Span);
                }

                var signer = data.ReadSetOf().ReadEncodedValue();
                using (writer.PushSetOf())
                {
                    for (int i = 0; i < count; i++)
                    {
                        writer.WriteEncodedValue(signer.Span);
                    }
                }
            }
        }

        return writer.Encode();
    }

    /// <summary>A certificate with another key in it, and the signature that it had before.</summary>
    private static Certificate WithKey(Certificate certificate, Sm2PublicKey key)
    {
        byte[] changed = certificate.Encoded.ToArray();
        key.Encoded.Span.CopyTo(changed.AsSpan(changed.AsSpan().IndexOf(certificate.PublicKey.Key.Span)));
        return Certificate.Decode(changed);
    }

    /// <summary>Shows certificates of the test's choice; the first is the one that the message names.</summary>
    private sealed class Shown(ISealKey key, Certificate first, params Certificate[] others) : ISealKey
    {
        public Certificate Certificate => first;

        public ImmutableArray<Certificate> Chain => [.. others];

        public SignatureAlgorithm Algorithm => key.Algorithm;

        public int LargestSignature => key.LargestSignature;

        public ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken) =>
            throw new NotSupportedException("The value was made beforehand.");
    }
}
