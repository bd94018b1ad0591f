using System.Security.Cryptography;
using Licenses.Crypto.Seals;
using Licenses.Crypto.Signatures;
using Licenses.Crypto.X509;
using Licenses.Pdf.Signing;
using Licenses.Sealing.Desk;
using Licenses.Trust;
using Spectre.Console;

namespace Licenses.Cli.Seal.Desk;

/// <summary>Makes a seal with a key at hand, after the checks that need no server.</summary>
internal sealed record OfflineSealMaking(CliContext Context)
{
    private const string OrganisationIdentifier = "2.5.4.97";

    public required string Output { get; init; }

    public required bool Overwrite { get; init; }

    public required string? Id { get; init; }

    /// <summary>Whom the signers' certificates must name; null for whomever they name.</summary>
    public string? Organisation { get; init; }

    public required string[] Trusted { get; init; }

    public required string[] Lists { get; init; }

    /// <summary>Files of the makers of seals that are named; none: any maker that is trusted.</summary>
    public string[] Makers { get; init; } = [];

    public bool IsJson { get; init; }

    public async Task<int> MakeAsync(ISealKey maker, SealDraft draft, CancellationToken cancellationToken)
    {
        var number = Number(Id ?? RandomNumberGenerator.GetHexString(30));
        var now = Context.Clock.GetUtcNow();
        ImmutableArray<FieldViolation> violations =
        [
            .. SealDraftCheck.Check(draft, null, "draft", now),
            .. SealDraftCheck.CheckBeginning(draft, now, "draft"),
            .. await CheckCertificatesAsync(maker.Certificate, draft, now, cancellationToken),
        ];
        if (!violations.IsEmpty)
        {
            return Refuse(violations);
        }

        var info = SealWorkshop.InfoOf(number, SealWorkshop.Vendor, draft, now);
        byte[] made = await SealMaker.MakeAsync(maker, info, null, cancellationToken);
        await WholeFile.WriteAsync(
            Output, Overwrite, stream => stream.WriteAsync(made, cancellationToken).AsTask(), cancellationToken);
        Tell(ElectronicSeal.Decode(made));
        return ExitCode.Passed;
    }

    private async Task<List<FieldViolation>> CheckCertificatesAsync(
        Certificate maker, SealDraft draft, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var vetting = Trusted.Length == 0 ? null : new SignerVetting(new CurrentTrust(Load(), Context.Clock), new NobodyToAsk());
        var found = new List<FieldViolation>();
        var certificates = draft.Signers.Select((signer, i) => ($"draft.signers[{i}]", Certificate.Decode(signer)))
            .Prepend(("maker", maker));
        foreach (var (field, certificate) in certificates)
        {
            if (certificate.PublicKey.Kind != KeyKind.Sm2)
            {
                found.Add(new(field, new("须为 SM2 证书", "must be a certificate of an SM2 key")));
            }

            found.AddRange(SealDraftCheck.CheckTerm(
                draft, certificate, new($" {certificate.Subject} ", $"{certificate.Subject}'s"), "draft"));
            if (field != "maker" && Organisation is { } code && certificate.SubjectName.Find(OrganisationIdentifier) != code)
            {
                found.Add(new(field, new("证书载明的单位不是印章所属单位", "names another organisation than --organisation")));
            }

            var refusal = vetting is null ? null
                : field == "maker" ? await vetting.WhyMakerRefusedAsync(maker, draft.Signers, now, cancellationToken)
                : await vetting.WhyRefusedAsync(certificate, now, cancellationToken);
            if (refusal is { } why)
            {
                found.Add(new(field, why));
            }
        }

        return found;
    }

    private TrustStore Load()
    {
        var loader = new TrustStoreLoader();
        try
        {
            foreach (var path in Trusted)
            {
                loader.Trust(Existing(path));
            }

            foreach (var path in Lists)
            {
                loader.Add(Existing(path));
            }

            foreach (var path in Makers)
            {
                loader.NameSealMakers(Existing(path));
            }
        }
        catch (TrustFormatException exception)
        {
            throw new UsageException(exception.Message);
        }

        return loader.Load();
    }

    private static string Existing(string path) =>
        File.Exists(path) || Directory.Exists(path) ? path : throw new UsageException($"There is no {path}.");

    private static string Number(string text) => text.Length is > 0 and <= 64 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-')
        ? text
        : throw new UsageException("--id takes 1 to 64 characters of A-Z a-z 0-9 . _ -");

    private int Refuse(ImmutableArray<FieldViolation> violations)
    {
        Context.Error.MarkupLine("[red]licenses:[/] The seal cannot be made so. 不能制作此印章。");
        foreach (var violation in violations)
        {
            Context.Error.MarkupLineInterpolated($"  {violation.FieldPath}: {violation.Description.En} / {violation.Description.Zh}");
        }

        return ExitCode.Failed;
    }

    private void Tell(ElectronicSeal seal)
    {
        var view = SealView.Of(new SealFileContent(seal, null));
        if (IsJson)
        {
            Context.Lines.WriteLine(Json.Line(view));
        }
        else
        {
            Context.Sentences.MarkupLineInterpolated($"[green]made[/] {Output}: {view.Name}, {view.Format}, esID {view.SealId}");
        }

        if (!ElectronicSealPicture.TryDraw(seal, out _, out var reason))
        {
            Context.Error.MarkupLineInterpolated($"[yellow]licenses:[/] {reason.En} {reason.Zh}");
        }

        if (Trusted.Length == 0)
        {
            Context.Error.MarkupLine("[yellow]licenses:[/] No certificate was checked: --trust says whom to trust. 未检查证书（未提供 --trust）。");
        }
    }

    /// <summary>Offline nobody is asked.</summary>
    private sealed class NobodyToAsk : IRevocationSource
    {
        public bool CanAsk(RevocationInquiry inquiry) => false;

        public RevocationFact? Recall(RevocationInquiry inquiry) => null;

        public ValueTask<RevocationAnswer> AskAsync(RevocationInquiry inquiry, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("there is nobody to ask");
    }
}
