using Grpc.Core;
using Licenses.Crypto.Seals;
using Licenses.Sealing.Desk;
using Licenses.Server.Tests.Host;
using Licenses.Testing.SamplePki;
using Licenses.V1;
using Microsoft.Extensions.DependencyInjection;

namespace Licenses.Server.Tests.Desk;

/// <summary>The seal desk over real gRPC, on either database.</summary>
public abstract class DeskStory
{
    private const string Issuer = "issuer-police";
    private const string Administrator = "administrator";

    private protected abstract Task<RunningServer> StartAsync();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_seal_lives_from_request_to_cancellation_and_every_step_is_kept()
    {
        await using var server = await StartAsync();
        var department = server.Sealing(Issuer);
        var city = server.Sealing(Administrator);

        var asked = await department.MakeSealAsync(DeskSample.Make("life-make-1"));
        Assert.Equal((V1.SealState.Requested, 0, SealWishOf(asked)), (asked.State, asked.Version, V1.SealWish.Make));
        var made = await city.ApproveSealAsync(DeskSample.Decide("life-approve-1", asked));
        Assert.Equal((V1.SealState.Active, 1), (made.State, made.Version));
        var seal = await GetSoundSealAsync(server, department, made.SealId);
        Assert.Equal("样例市公安局电子印章", seal.Info.Name);
        Assert.True(await MayApplyAsync(server, made.SealId));

        var frozen = await department.ChangeSealStateAsync(DeskSample.Change("life-freeze-1", made.SealId, V1.SealAction.Freeze));
        Assert.Equal(V1.SealState.Frozen, frozen.State);
        Assert.Equal(RefusalReason.SealFrozen, await WhyNotAsync(server, made.SealId));
        var wanted = await department.ChangeSealStateAsync(DeskSample.Change("life-unfreeze-1", made.SealId, V1.SealAction.Unfreeze));
        Assert.Equal(V1.SealState.Frozen, wanted.State);
        Assert.Equal(V1.SealState.Active, (await city.ApproveSealAsync(DeskSample.Decide("life-approve-2", wanted))).State);
        var ending = await department.ChangeSealStateAsync(DeskSample.Change("life-cancel-1", made.SealId, V1.SealAction.Cancel));
        Assert.Equal(V1.SealState.Active, ending.State);
        Assert.True(await MayApplyAsync(server, made.SealId)); // nobody ends a seal alone
        Assert.Equal(V1.SealState.Cancelled, (await city.ApproveSealAsync(DeskSample.Decide("life-approve-3", ending))).State);
        Assert.Equal(RefusalReason.SealCancelled, await WhyNotAsync(server, made.SealId));

        var file = await department.GetSealAsync(new GetSealRequest { SealId = made.SealId });
        Assert.Equal(
            [
                "SEAL_REQUESTED", "SEAL_MADE", "SEAL_FROZEN", "SEAL_UNFREEZE_REQUESTED", "SEAL_UNFROZEN", "SEAL_CANCEL_REQUESTED",
                "SEAL_CANCELLED",
            ],
            file.Events.Select(step => step.Name));
        Assert.Equal("样例市系统管理员", file.Events[1].Person);
        var refused = await Refused.ByAsync(async () =>
            await department.ChangeSealStateAsync(DeskSample.Change("life-freeze-2", made.SealId, V1.SealAction.Freeze)));
        Assert.Equal((StatusCode.FailedPrecondition, "ILLEGAL_TRANSITION"), (refused.Code, refused.Reason));
        Assert.Equal(["zh-CN", "en"], refused.Locales);
    }

    [Fact]
    public async Task Made_anew_the_seal_keeps_its_number_and_only_the_new_version_may_be_applied()
    {
        await using var server = await StartAsync();
        var (department, city) = (server.Sealing(Issuer), server.Sealing(Administrator));
        var first = await city.ApproveSealAsync(DeskSample.Decide(
            "anew-approve-1", await department.MakeSealAsync(DeskSample.Make("anew-make-1"))));
        var before = await GetSoundSealAsync(server, department, first.SealId);
        var again = DeskSample.Make("anew-make-2");
        again.SealId = first.SealId;
        again.Draft.Format = V1.SealFormat.Gmt00312025;
        again.Draft.ListDigests = true;

        var asked = await department.MakeSealAsync(again);
        var waiting = await city.GetSealAsync(new GetSealRequest { SealId = first.SealId });
        Assert.True(waiting.PendingDraft.ListDigests); // the approver sees what is to be made
        var second = await city.ApproveSealAsync(DeskSample.Decide("anew-approve-2", asked));

        Assert.Equal((first.SealId, 2, V1.SealState.Active), (second.SealId, second.Version, second.State));
        var after = await GetSoundSealAsync(server, department, first.SealId);
        Assert.Equal((before.Info.SealId, SealFormatOf(after)), (after.Info.SealId, Licenses.Crypto.Seals.SealFormat.Gmt2025));
        var standings = server.Services.GetRequiredService<ISealStandings>();
        var now = DateTimeOffset.UtcNow;
        Assert.Equal(Licenses.Crypto.Verdict.Failed, SealStandingCheck.Judge(await standings.AskAsync(before, null, Token), now.AddSeconds(1), null).Verdict);
        Assert.Equal(Licenses.Crypto.Verdict.Passed, SealStandingCheck.Judge(await standings.AskAsync(after, null, Token), now.AddSeconds(1), null).Verdict);
        var old = Assert.IsType<SealStanding.Known>(await standings.AskAsync(before, null, Token));
        Assert.Equal(Licenses.Crypto.Verdict.Passed, SealStandingCheck.Judge(old, old.Version.Made!.At, null).Verdict); // what it sealed stays
    }

    [Fact]
    public async Task One_person_never_makes_a_seal_whatever_certificates_they_show()
    {
        await using var server = await StartAsync();
        var asker = DeskClients.Certify("王 一", "administrator", "city", "110-7");
        var request = DeskSample.Make("alone-make-1");
        request.OrganisationCode = SampleCertificates.Uscc("police");
        var asked = await server.SealingAs(asker).MakeSealAsync(request);
        using var key = System.Security.Cryptography.X509Certificates.ECDsaCertificateExtensions.GetECDsaPrivateKey(asker)!;
        var shown = new[]
        {
            ("the same", asker),
            ("another key, the same number", DeskClients.Certify("另一名称", "administrator", "city", "110-7")),
            ("the same number, otherwise written", DeskClients.Certify("另一名称", "administrator", "city", " 110-７")),
            ("another organisation, the same number", DeskClients.Certify("另一名称", "administrator", "center", "110-7")),
            ("no number, the same name", DeskClients.Certify("王一", "administrator", "city")),
            ("another name and number, the same key", DeskClients.Certify("李二", "administrator", "city", "222", key)),
        };

        foreach (var (why, certificate) in shown)
        {
            var refused = await Refused.ByAsync(async () =>
                await server.SealingAs(certificate).ApproveSealAsync(DeskSample.Decide("alone-approve-1", asked)));
            Assert.True(refused.Reason == "SAME_PERSON", $"{why}: {refused.Reason}");
            Assert.Equal(StatusCode.PermissionDenied, refused.Code);
        }

        var nobody = await Refused.ByAsync(async () => await server.SealingAs(DeskClients.Certify(null, "administrator", "city"))
            .ApproveSealAsync(DeskSample.Decide("alone-approve-1", asked)));
        Assert.Equal("PERSON_NOT_NAMED", nobody.Reason);
        var other = await server.SealingAs(DeskClients.Certify("王一", "administrator", "city", "110-8"))
            .ApproveSealAsync(DeskSample.Decide("alone-approve-1", asked)); // two people may bear one name
        Assert.Equal(V1.SealState.Active, other.State);
    }

    [Fact]
    public async Task Repeated_requests_do_nothing_twice_and_reused_ids_are_refused()
    {
        await using var server = await StartAsync();
        var (department, city) = (server.Sealing(Issuer), server.Sealing(Administrator));
        var request = DeskSample.Make("again-make-1");
        var asked = await department.MakeSealAsync(request);

        var again = await department.MakeSealAsync(request);
        Assert.Equal((asked.SealId, true), (again.SealId, again.RepeatedRequest));
        var made = await city.ApproveSealAsync(DeskSample.Decide("again-approve-1", asked));
        var bytes = (await city.GetSealAsync(new GetSealRequest { SealId = made.SealId })).Encoded;
        var approvedAgain = await city.ApproveSealAsync(DeskSample.Decide("again-approve-1", asked));
        Assert.Equal((made.Revision, true), (approvedAgain.Revision, approvedAgain.RepeatedRequest));
        Assert.Equal(bytes, (await city.GetSealAsync(new GetSealRequest { SealId = made.SealId })).Encoded);

        request.Draft.Name = "另一名称";
        var reused = await Refused.ByAsync(async () => await department.MakeSealAsync(request));
        Assert.Equal("REQUEST_ID_REUSED", reused.Reason);
        var stale = await Refused.ByAsync(async () => await city.ApproveSealAsync(DeskSample.Decide("again-approve-2", asked)));
        Assert.Equal("VERSION_CONFLICT", stale.Reason);
    }

    [Fact]
    public async Task Of_many_who_approve_at_once_one_does()
    {
        await using var server = await StartAsync();
        var asked = await server.Sealing(Issuer).MakeSealAsync(DeskSample.Make("many-make-1"));
        var city = server.Sealing(Administrator);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 10).Select(async i =>
        {
            try
            {
                await city.ApproveSealAsync(DeskSample.Decide($"many-approve-{i}", asked));
                return "done";
            }
            catch (RpcException e)
            {
                return e.Status.StatusCode.ToString();
            }
        }));

        Assert.Single(outcomes, "done");
        Assert.All(outcomes.Where(outcome => outcome != "done"), outcome => Assert.Equal("Aborted", outcome));
        Assert.Equal(2, (await city.GetSealAsync(new GetSealRequest { SealId = asked.SealId })).Events.Count);
    }

    [Fact]
    public async Task Departments_see_their_own_seals_only_and_lists_come_page_by_page()
    {
        await using var server = await StartAsync();
        var (department, city) = (server.Sealing(Issuer), server.Sealing(Administrator));
        for (int i = 0; i < 3; i++)
        {
            await department.MakeSealAsync(DeskSample.Make($"list-make-{i}"));
        }

        var other = DeskSample.Make("list-other-1", "sm2-civil-affairs");
        var foreign = await server.Sealing("issuer-civil-affairs").MakeSealAsync(other);
        var rejected = await city.RejectSealAsync(DeskSample.Decide("list-reject-1", foreign, "不予制作"));
        Assert.Equal(V1.SealState.Rejected, rejected.State);

        var first = await department.ListSealsAsync(new ListSealsRequest { PageSize = 2 });
        var rest = await department.ListSealsAsync(new ListSealsRequest { PageSize = 2, PageToken = first.NextPageToken });
        Assert.Equal((2, 1), (first.Seals.Count, rest.Seals.Count));
        Assert.Equal(4, (await server.Sealing("auditor").ListSealsAsync(new ListSealsRequest())).Seals.Count);
        Assert.Equal(3, (await city.ListSealsAsync(new ListSealsRequest { Waiting = true })).Seals.Count);
        Assert.Equal(
            foreign.SealId,
            Assert.Single((await city.ListSealsAsync(new ListSealsRequest { State = V1.SealState.Rejected })).Seals).SealId);
        var unknown = await Refused.ByAsync(async () => await department.GetSealAsync(new GetSealRequest { SealId = foreign.SealId }));
        Assert.Equal((StatusCode.NotFound, "UNKNOWN_SEAL"), (unknown.Code, unknown.Reason));
        var strange = await Refused.ByAsync(async () => await department.ChangeSealStateAsync(
            DeskSample.Change("list-freeze-1", foreign.SealId, V1.SealAction.Freeze)));
        Assert.Equal("NOT_ENTITLED", strange.Reason);
        Assert.Equal("NOT_ENTITLED", (await Refused.ByAsync(async () => await department.ListSealsAsync(
            new ListSealsRequest { OrganisationCode = SampleCertificates.Uscc("civil-affairs") }))).Reason);
    }

    [Fact]
    public async Task Every_use_is_on_record_and_none_after_the_seal_was_frozen()
    {
        await using var server = await StartAsync();
        var (department, city) = (server.Sealing(Issuer), server.Sealing(Administrator));
        var made = await city.ApproveSealAsync(DeskSample.Decide(
            "use-approve-1", await department.MakeSealAsync(DeskSample.Make("use-make-1"))));
        var signature = await ApplyAsync(server, made.SealId, "use-1");
        await ApplyAsync(server, made.SealId, "use-2");

        var uses = await department.ListSealUsesAsync(new ListSealUsesRequest { SealId = made.SealId, PageSize = 1 });
        var older = await server.Sealing("auditor").ListSealUsesAsync(
            new ListSealUsesRequest { SealId = made.SealId, PageSize = 1, PageToken = uses.NextPageToken });
        Assert.Equal(signature!.DataHash.ToArray(), Assert.Single(older.Uses).Digest.ToByteArray());
        Assert.Equal(("SM3", 1, "王一"), (older.Uses[0].DigestAlgorithm, older.Uses[0].Version, older.Uses[0].Person));
        Assert.Equal(2, (await department.GetSealAsync(new GetSealRequest { SealId = made.SealId })).Seal.Uses);

        // Frozen between the search and the record: the seal that was found must not go out any more.
        var found = Assert.IsType<Outcome<ApplicableSeal>.Done>(await FindAsync(server, made.SealId)).Value;
        await department.ChangeSealStateAsync(DeskSample.Change("use-freeze-1", made.SealId, V1.SealAction.Freeze));
        Assert.Null(await RecordAsync(server, found, "use-3"));
        Assert.Equal(2, (await department.GetSealAsync(new GetSealRequest { SealId = made.SealId })).Seal.Uses);
        var standing = await server.Services.GetRequiredService<ISealStandings>().AskAsync(signature.Seal, null, Token);
        Assert.Equal(Licenses.Crypto.Verdict.Indeterminate, SealStandingCheck.Judge(standing, signature.Time, null).Verdict);
        Assert.Equal(Licenses.Crypto.Verdict.Failed, SealStandingCheck.Judge(standing, DateTimeOffset.UtcNow, null).Verdict);
    }

    [Fact]
    public async Task Only_the_listed_certificate_applies_a_seal()
    {
        await using var server = await StartAsync();
        var made = await server.Sealing(Administrator).ApproveSealAsync(DeskSample.Decide(
            "list-approve-1", await server.Sealing(Issuer).MakeSealAsync(DeskSample.Make("listed-make-1"))));
        var seals = server.Services.GetRequiredService<ApplicableSeals>();
        using var other = DeskSample.Key("sm2-civil-affairs");
        using var own = DeskSample.Key("sm2-police");
        var police = SampleCertificates.Uscc("police");

        Assert.Equal(RefusalReason.SignerNotListed, ReasonOf(await seals.FindApplicableAsync(police, other.Certificate, null, Token)));
        Assert.Equal(RefusalReason.UnknownSeal, ReasonOf(await seals.FindApplicableAsync(
            SampleCertificates.Uscc("civil-affairs"), own.Certificate, made.SealId, Token))); // nor another organisation
        Assert.IsType<Outcome<ApplicableSeal>.Done>(await seals.FindApplicableAsync(police, own.Certificate, null, Token));
    }

    [Fact]
    public async Task What_cannot_be_made_is_refused_field_by_field()
    {
        await using var server = await StartAsync();
        var department = server.Sealing(Issuer);
        async Task<Refused> RefusedAsync(Action<MakeSealRequest> change)
        {
            var request = DeskSample.Make($"bad-{Guid.NewGuid():N}");
            change(request);
            return await Refused.ByAsync(async () => await department.MakeSealAsync(request));
        }

        var cases = new (string Field, Action<MakeSealRequest> Change)[]
        {
            ("draft", request => request.Draft = null),
            ("draft.name", request => request.Draft.Name = "样例\u202E章"),
            ("draft.name", request => request.Draft.Name = "样例\U00020000"), // no font has it
            ("draft.kind", request => request.Draft.Kind = (V1.SealKind)77),
            ("draft.format", request => request.Draft.Format = (V1.SealFormat)1),
            ("draft.picture.kind", request => request.Draft.Picture = null),
            ("draft.picture", request => request.Draft.Picture.WidthMm = 400),
            ("draft.picture.data", request => request.Draft.Picture.Data = Google.Protobuf.ByteString.CopyFromUtf8("<svg onload='x()'/>")),
            ("draft.picture.data", Png([1, 2, 3])),
            ("draft.picture.data", Png(DeskSample.Png(9000, 1))),
            ("draft.picture.data", Png([.. DeskSample.Png(20, 20), 1])),
            ("draft.picture.data", Png(DeskSample.Png(20, 20, (name, data) => name == "IDAT" ? data[..^9] : data))),
            ("draft.picture.data", Png(DeskSample.Png(20, 20, (name, data) => name == "IHDR" ? [.. data[..8], 99, .. data[9..]] : data))),
            ("draft.valid_until", request => request.Draft.ValidUntil = null),
            ("draft.valid_until", request => request.Draft.ValidUntil = new() { Seconds = 1 }),
            ("draft.signers", request => request.Draft.Signers.Clear()),
            ("draft.signers[0]", request => request.Draft.Signers[0] = Google.Protobuf.ByteString.CopyFromUtf8("no certificate")),
            ("draft.signers[0]", request => request.Draft.Signers[0] = DeskSample.CertificateOf("sm2-civil-affairs")), // not of the police
            ("draft.signers[1]", request => request.Draft.Signers.Add(DeskSample.CertificateOf("sm2-revoked"))),
            ("draft.signers[1]", request => request.Draft.Signers.Add(DeskSample.CertificateOf("sm2-expired"))),
            ("draft.signers[1]", request => request.Draft.Signers.Add(request.Draft.Signers[0])),
            ("reason", request => request.Reason = "11010519491231002X"),
            ("request_id", request => request.RequestId = "short"),
        };
        foreach (var (field, change) in cases)
        {
            var refused = await RefusedAsync(change);
            Assert.True(refused.Reason == "INVALID_FIELDS" && refused.Fields.Contains(field), $"{field}: {refused.Reason} {string.Join(' ', refused.Fields)}");
        }

        var png = DeskSample.Make("good-png-1");
        Png(DeskSample.Png(200, 200))(png);
        Assert.Equal(V1.SealState.Requested, (await department.MakeSealAsync(png)).State);
        Assert.Equal("NOT_ENTITLED", (await RefusedAsync(request => request.OrganisationCode = SampleCertificates.Uscc("health"))).Reason);
        Assert.Equal("UNKNOWN_SEAL", (await RefusedAsync(request => request.SealId = "nothing")).Reason);
    }

    [Fact]
    public async Task After_a_signers_certificate_was_renewed_the_seal_is_made_anew_for_it()
    {
        await using var server = await StartAsync();
        var (department, city) = (server.Sealing(Issuer), server.Sealing(Administrator));
        var made = await city.ApproveSealAsync(DeskSample.Decide(
            "renew-approve-1", await department.MakeSealAsync(DeskSample.Make("renew-make-1"))));
        var seals = server.Services.GetRequiredService<ApplicableSeals>();
        using var former = DeskSample.Key("sm2-police");
        using var renewed = DeskSample.Key("sm2-police-renewed");
        var police = SampleCertificates.Uscc("police");
        Assert.Equal(RefusalReason.SignerNotListed, ReasonOf(await seals.FindApplicableAsync(police, renewed.Certificate, null, Token)));
        var again = DeskSample.Make("renew-make-2", "sm2-police-renewed");
        again.SealId = made.SealId;

        await city.ApproveSealAsync(DeskSample.Decide("renew-approve-2", await department.MakeSealAsync(again)));

        Assert.Equal(RefusalReason.SignerNotListed, ReasonOf(await seals.FindApplicableAsync(police, former.Certificate, null, Token)));
        Assert.IsType<Outcome<ApplicableSeal>.Done>(await seals.FindApplicableAsync(police, renewed.Certificate, null, Token));
    }

    private static Action<MakeSealRequest> Png(byte[] data) => request =>
    {
        request.Draft.Picture.Kind = SealPictureKind.Png;
        request.Draft.Picture.Data = Google.Protobuf.ByteString.CopyFrom(data);
    };

    private static RefusalReason ReasonOf(Outcome<ApplicableSeal> outcome) =>
        Assert.IsType<Outcome<ApplicableSeal>.Refused>(outcome).Refusal.Reason;

    /// <summary>Applies a seal as what seals documents does: finds it, signs, records, and only then gives it out.</summary>
    private static async Task<SealedSignature?> ApplyAsync(RunningServer server, string sealId, string requestId) =>
        await RecordAsync(server, Assert.IsType<Outcome<ApplicableSeal>.Done>(await FindAsync(server, sealId)).Value, requestId);

    private static async Task<SealedSignature?> RecordAsync(RunningServer server, ApplicableSeal found, string requestId)
    {
        using var key = DeskSample.Key("sm2-police");
        byte[] digest = Licenses.Crypto.Sm.Sm3.HashData(System.Text.Encoding.UTF8.GetBytes(requestId));
        byte[] encoded = await SealApplier.SignAsync(
            key, found.Encoded, new SealUse(digest, DateTimeOffset.UtcNow, "ByteRange"), null, Token);
        var record = new Licenses.Sealing.SealRecord(
            "R" + Guid.NewGuid().ToString("N"), found.Seal.OrganisationCode, new byte[32], new byte[32], "Seal1", 1,
            DateTimeOffset.UtcNow, encoded)
        {
            Use = found.UseOf(key, digest, new Person("王一", null, "key")),
        };
        var outcome = await server.Services.GetRequiredService<Licenses.Sealing.ISealRecordStore>().AddAsync(
            new WriteKey(found.Seal.OrganisationCode, $"{requestId}-{Guid.NewGuid():N}"[..30], Licenses.Crypto.Sm.Sm3.HashData(digest)),
            record,
            new Licenses.Ledger.AuditLeaf("SEAL_USED", record.RecordId, 1, found.Seal.OrganisationCode, DateTimeOffset.UtcNow, digest),
            Token);
        return outcome is WriteOutcome<Licenses.Sealing.SealRecord>.Done ? SealedSignature.Decode(encoded) : null;
    }

    private static Licenses.Crypto.Seals.SealFormat SealFormatOf(ElectronicSeal seal) => seal.Format;

    private static V1.SealWish SealWishOf(SealRecord record) => record.Pending?.Wish ?? V1.SealWish.Unspecified;

    private static async Task<bool> MayApplyAsync(RunningServer server, string sealId) =>
        await FindAsync(server, sealId) is Outcome<ApplicableSeal>.Done;

    private static async Task<RefusalReason> WhyNotAsync(RunningServer server, string sealId) =>
        Assert.IsType<Outcome<ApplicableSeal>.Refused>(await FindAsync(server, sealId)).Refusal.Reason;

    private static async Task<Outcome<ApplicableSeal>> FindAsync(RunningServer server, string sealId)
    {
        using var key = DeskSample.Key("sm2-police");
        return await server.Services.GetRequiredService<ApplicableSeals>()
            .FindApplicableAsync(SampleCertificates.Uscc("police"), key.Certificate, sealId, Token);
    }

    /// <summary>The seal as the desk gives it out, verified by the standard's steps against the sample's trust.</summary>
    private static async Task<ElectronicSeal> GetSoundSealAsync(
        RunningServer server, SealingService.SealingServiceClient client, string sealId)
    {
        var reply = await client.GetSealAsync(new GetSealRequest { SealId = sealId });
        var seal = ElectronicSeal.Decode(reply.Encoded.Memory);
        var trust = server.Services.GetRequiredService<Licenses.Trust.CurrentTrust>().Store;
        var report = Licenses.Verification.SealFileVerifier.Verify(
            seal, new Licenses.Verification.VerificationRequest { At = DateTimeOffset.UtcNow, Trust = trust }, Token);
        Assert.True(report.Verdict == Licenses.Crypto.Verdict.Passed, report.Decisive?.ToString());
        Assert.Equal(sealId, seal.Info.SealId);
        return seal;
    }
}
