using System.Security.Cryptography;
using Licenses.Crypto.Asn1;
using Licenses.Crypto.Ocsp;
using Licenses.Crypto.X509;

namespace Licenses.Tests.Trust;

/// <summary>Whose OCSP answers count, and for how long (RFC 6960, RFC 9919).</summary>
public sealed class ResponseTests
{
    private readonly Entity _root = Entity.Root();
    private readonly Entity _issuer;
    private readonly Entity _leaf;

    public ResponseTests()
    {
        _issuer = _root.Authority("CN=A");
        _leaf = _issuer.Leaf();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_issuer_may_answer_by_its_name_or_by_its_key(bool byKey) =>
        Assert.IsType<RevocationStatus.Good>(Ask(From(_issuer, draft => draft.Good(_leaf, _issuer).IsByKey = byKey)));

    [Theory]
    [InlineData("SHA1")]
    [InlineData("SHA256")]
    [InlineData("SHA384")]
    public void The_certificate_may_be_named_by_any_digest(string digest) => Assert.IsType<RevocationStatus.Good>(
        Ask(From(_issuer, draft => draft.Good(_leaf, _issuer, digest: new HashAlgorithmName(digest)))));

    [Fact]
    public void Revoked_is_revoked_since_and_why()
    {
        var revoked = Assert.IsType<RevocationStatus.Revoked>(Ask(From(_issuer, draft => draft.Revoked(_leaf, _issuer))));

        Assert.Equal((Entity.Now.AddDays(-10), RevocationReason.KeyCompromise), (revoked.At, revoked.Reason));
    }

    [Fact]
    public void Unknown_is_not_good() => IsUnknown(From(_issuer, draft => draft.Unknown(_leaf, _issuer)));

    [Fact]
    public void An_answer_about_another_says_nothing() => IsUnknown(From(_issuer, draft => draft.Good(_issuer.Leaf(), _issuer)));

    [Fact]
    public void An_answer_about_the_same_number_of_another_issuer_says_nothing()
    {
        var other = _root.Authority("CN=A"); // the same name, another key
        var twin = other.Leaf(change: draft => draft.Serial = _leaf.Certificate.SerialBytes.ToArray());

        IsUnknown(From(other, draft => draft.Good(twin, other)), From(_issuer, draft => draft.Good(twin, other)));
    }

    [Fact]
    public void Of_several_answers_in_one_response_the_right_one_is_taken() => Assert.IsType<RevocationStatus.Good>(Ask(
        From(_issuer, draft => draft.Revoked(_issuer.Leaf(), _issuer).Good(_leaf, _issuer).Unknown(_issuer.Leaf(), _issuer))));

    [Theory]
    [InlineData(-1)] // of the future
    [InlineData(48)] // was to be replaced yesterday
    public void An_answer_out_of_its_time_says_nothing(int hours) =>
        IsUnknown(From(_issuer, draft => draft.Good(_leaf, _issuer, age: TimeSpan.FromHours(hours))));

    [Fact]
    public void A_response_that_will_be_produced_says_nothing() =>
        IsUnknown(From(_issuer, draft => draft.Good(_leaf, _issuer).ProducedAt = Entity.Now.AddMinutes(1)));

    [Fact]
    public void An_answer_without_an_end_says_nothing_later() => IsUnknown(From(_issuer, draft => draft.Endless(_leaf, _issuer)));

    [Theory]
    [InlineData(120, null, true)] // EN 319 102-1, 5.2.5: the issuance time lies within the maximum age
    [InlineData(60, null, true)]
    [InlineData(59, null, false)]
    [InlineData(120, 60, true)]
    [InlineData(120, 59, false)]
    public void With_a_maximum_age_what_has_no_end_counts_for_as_long(int minutes, int? withoutEnd, bool isGood)
    {
        var maxAge = (TimeSpan.FromMinutes(minutes), withoutEnd is { } limit ? TimeSpan.FromMinutes(limit) : (TimeSpan?)null);
        var response = new RevocationMaterial([], [From(_issuer, draft => draft.Endless(_leaf, _issuer))]); // an hour old
        var list = CertificateList.Decode(_issuer.List(draft =>
        {
            draft.ThisUpdate = Entity.Now.AddHours(-1);
            draft.NextUpdate = null;
        }));

        Assert.Equal(isGood, Ask(response, maxAge: maxAge) is RevocationStatus.Good { NextUpdate: null });
        Assert.Equal(isGood, Ask(new RevocationMaterial([list], []), maxAge: maxAge) is RevocationStatus.Good { NextUpdate: null });
        IsUnknown(From(_issuer, draft => draft.Endless(_leaf, _issuer)));
        Assert.IsType<RevocationStatus.Unknown>(Ask(new RevocationMaterial([list], [])));
    }

    [Fact]
    public void A_revocation_stands_however_old_its_answer_is() => Assert.IsType<RevocationStatus.Revoked>(
        Ask(From(_issuer, draft => draft.Revoked(_leaf, _issuer, age: TimeSpan.FromDays(5)))));

    [Fact]
    public void Of_a_good_and_a_revoked_answer_the_revoked_one_wins() => Assert.IsType<RevocationStatus.Revoked>(Ask(
        From(_issuer, draft => draft.Good(_leaf, _issuer)),
        From(_issuer, draft => draft.Revoked(_leaf, _issuer, age: TimeSpan.FromHours(5)))));

    [Fact]
    public void A_response_signed_wrongly_says_nothing() => IsUnknown(
        From(_issuer, draft => draft.Good(_leaf, _issuer).BreakSignature = true),
        From(_root.Cross(_issuer, draft => draft.Key = Entity.Root().Key), draft => draft.Good(_leaf, _issuer)));

    [Fact]
    public void A_delegate_of_the_issuer_may_answer_for_it() =>
        Assert.IsType<RevocationStatus.Good>(Ask(FromDelegate(Delegate(_issuer, noCheck: true))));

    [Fact]
    public void A_delegate_that_is_not_certified_for_it_may_not() =>
        IsUnknown(FromDelegate(_issuer.Leaf("CN=Responder", draft => draft.Set(NoCheck))));

    [Fact]
    public void A_delegate_of_another_authority_may_not() => IsUnknown(FromDelegate(Delegate(_root, noCheck: true)));

    [Fact]
    public void A_delegate_whose_own_status_nobody_knows_may_not() => IsUnknown(FromDelegate(Delegate(_issuer, noCheck: false)));

    [Fact]
    public void A_delegate_that_a_list_clears_may()
    {
        var responder = Delegate(_issuer, noCheck: false);
        var material = new RevocationMaterial(
            [CertificateList.Decode(_issuer.List(list => list.Set(Ext.IssuingPoint(authorities: true))))], [FromDelegate(responder)]);
        var full = new RevocationMaterial([CertificateList.Decode(_issuer.List())], [FromDelegate(responder)]);

        Assert.IsType<RevocationStatus.Unknown>(Ask(material));
        Assert.IsType<RevocationStatus.Good>(Ask(full));
    }

    [Fact]
    public void A_delegate_that_is_revoked_may_not()
    {
        var responder = Delegate(_issuer, noCheck: false);
        var lists = _issuer.List(list =>
        {
            list.NextUpdate = Entity.Now.AddHours(-1); // clears nobody any more, and still revokes
            list.Revoke(responder);
        });

        Assert.IsType<RevocationStatus.Unknown>(Ask(new RevocationMaterial([CertificateList.Decode(lists)], [FromDelegate(responder)])));
    }

    [Fact]
    public void A_delegate_that_is_expired_may_not() => IsUnknown(FromDelegate(_issuer.Leaf("CN=Responder", draft =>
    {
        draft.End = Entity.Now.AddDays(-1);
        draft.Set(Ext.Purposes(Oids.OcspSigning), NoCheck);
    })));

    [Theory]
    [InlineData(-150, -151)] // the key of a responder that has ended dates its answer back
    [InlineData(-200, -1)]
    public void A_delegate_that_has_ended_cannot_answer_as_of_earlier(int producedDays, int knownDays)
    {
        var ended = Ended();
        var response = From(ended, draft => Carrying(draft, ended).Good(_leaf, _issuer, TimeSpan.FromDays(-knownDays), TimeSpan.FromDays(300))
            .ProducedAt = Entity.Now.AddDays(producedDays));

        IsUnknown(response);
    }

    [Fact]
    public void A_delegate_that_has_ended_is_believed_where_its_answer_is_proven_to_be_older()
    {
        var ended = Ended();
        var response = From(ended, draft => Carrying(draft, ended).Good(_leaf, _issuer, TimeSpan.FromDays(201), TimeSpan.FromDays(300))
            .ProducedAt = Entity.Now.AddDays(-200));

        Assert.IsType<RevocationStatus.Good>(Ask(new RevocationMaterial([], [response]), Entity.Now.AddDays(-150)));
        Assert.IsType<RevocationStatus.Unknown>(Ask(new RevocationMaterial([], [response]), Entity.Now.AddDays(-50)));
    }

    [Fact]
    public void An_answer_that_is_younger_than_its_response_says_nothing() => IsUnknown(
        From(_issuer, draft => draft.Good(_leaf, _issuer).ProducedAt = Entity.Now.AddHours(-2)));

    [Fact]
    public void Certificates_that_are_of_no_use_do_no_harm()
    {
        var response = From(_issuer, draft =>
        {
            draft.Good(_leaf, _issuer);
            draft.Certificates.AddRange([Entity.Root("CN=Stranger"), _leaf, _issuer]);
        });

        Assert.IsType<RevocationStatus.Good>(Ask(response));
    }

    [Fact]
    public void A_critical_extension_that_is_not_understood_is_no_answer()
    {
        byte[] single = Draft(_issuer, draft => draft.Good(_leaf, _issuer, extension: Ext.Unknown(true)));
        byte[] whole = Draft(_issuer, draft => draft.Good(_leaf, _issuer).Extensions.Add(Ext.Unknown(true)));

        Assert.Throws<OcspFormatException>(() => OcspResponse.Decode(single));
        Assert.Throws<OcspFormatException>(() => OcspResponse.Decode(whole));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(6)]
    public void An_error_of_the_responder_is_no_answer(byte status) =>
        Assert.Throws<OcspFormatException>(() => OcspResponse.Decode(new byte[] { 0x30, 3, 0x0A, 1, status }));

    [Fact]
    public void A_list_that_revokes_outweighs_a_good_answer() => Assert.IsType<RevocationStatus.Revoked>(Ask(new RevocationMaterial(
        [CertificateList.Decode(_issuer.List(list => list.Revoke(_leaf)))], [From(_issuer, draft => draft.Good(_leaf, _issuer))])));

    [Theory]
    [InlineData(RevocationReason.CertificateHold, 48, 1, true)]
    [InlineData(RevocationReason.CertificateHold, 1, 2, false)] // the hold is newer
    [InlineData(RevocationReason.CertificateHold, 72, 48, false)] // what lifts it has run out
    [InlineData(RevocationReason.KeyCompromise, 48, 1, false)]
    public void Only_a_hold_is_lifted_and_only_by_a_later_answer_that_counts(RevocationReason reason, int revokedHours, int goodHours, bool isGood)
    {
        var status = Ask(
            From(_issuer, draft => draft.Revoked(_leaf, _issuer, TimeSpan.FromHours(revokedHours), reason)),
            From(_issuer, draft => draft.Good(_leaf, _issuer, TimeSpan.FromHours(goodHours))));

        Assert.Equal(isGood, status is RevocationStatus.Good);
        Assert.Equal(!isGood, status is RevocationStatus.Revoked);
    }

    [Fact]
    public void A_list_entry_that_cannot_be_read_hides_no_revocation_and_lets_nobody_else_clear()
    {
        var odd = Ext.Make(Oids.ReasonCode, false, writer => writer.WriteOctetString("a"u8));
        CertificateList[] unreadable = [CertificateList.Decode(_issuer.List(list => list.Revoke(_leaf, null, odd)))];
        var older = CertificateList.Decode(_issuer.List(list =>
        {
            list.ThisUpdate = Entity.Now.AddDays(-2);
            list.Revoke(_leaf, RevocationReason.KeyCompromise);
        }));

        Assert.IsType<RevocationStatus.Unknown>(Ask(new RevocationMaterial(unreadable, [From(_issuer, draft => draft.Good(_leaf, _issuer))])));
        Assert.IsType<RevocationStatus.Revoked>(Ask(new RevocationMaterial(unreadable, [From(_issuer, draft => draft.Revoked(_leaf, _issuer))])));
        Assert.IsType<RevocationStatus.Revoked>(Ask(new RevocationMaterial([.. unreadable, older], [])));
    }

    private static Ext NoCheck => Ext.Make(Oids.OcspNoCheck, false, writer => writer.WriteNull());

    private static Entity Delegate(Entity issuer, bool noCheck) => issuer.Leaf("CN=Responder", draft =>
        draft.Set(Ext.Purposes(Oids.OcspSigning)).Set(noCheck ? [NoCheck] : []));

    private Entity Ended() => _issuer.Leaf("CN=Responder", draft =>
    {
        (draft.Start, draft.End) = (Entity.Now.AddDays(-400), Entity.Now.AddDays(-100));
        draft.Set(Ext.Purposes(Oids.OcspSigning), NoCheck);
    });

    private static ResponseDraft Carrying(ResponseDraft draft, Entity responder)
    {
        draft.Certificates.Add(responder);
        return draft;
    }

    private static byte[] Draft(Entity responder, Action<ResponseDraft> change)
    {
        var draft = new ResponseDraft { Responder = responder };
        change(draft);
        return draft.Sign();
    }

    private static OcspResponse From(Entity responder, Action<ResponseDraft> change) => OcspResponse.Decode(Draft(responder, change));

    private OcspResponse FromDelegate(Entity responder) => From(responder, draft =>
    {
        draft.Good(_leaf, _issuer);
        draft.Certificates.Add(responder);
    });

    private void IsUnknown(params OcspResponse[] responses) => Assert.IsType<RevocationStatus.Unknown>(Ask(responses));

    private RevocationStatus Ask(params OcspResponse[] responses) => Ask(new RevocationMaterial([], responses));

    private RevocationStatus Ask(RevocationMaterial material, DateTimeOffset? existed = null, (TimeSpan? Any, TimeSpan? WithoutEnd) maxAge = default)
    {
        var anchor = new TrustAnchor(_root.Certificate);
        var paths = new PathValidator(new AnchorSet([anchor]), new CertificatePool([_issuer.Certificate]));
        return new RevocationChecker(paths).Check(
            new RevocationQuestion(_leaf.Certificate, _issuer.Certificate, anchor, Entity.Now, Entity.Now)
            {
                ExistedBy = existed is { } time ? _ => time : null,
                MaxAge = maxAge.Any,
                MaxAgeWithoutEnd = maxAge.WithoutEnd,
            },
            material, CertificatePool.Empty);
    }
}
