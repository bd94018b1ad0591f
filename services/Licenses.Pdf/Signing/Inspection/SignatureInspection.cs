using System.Security.Cryptography;
using Licenses.Crypto;
using Licenses.Pdf.Difference;
using Licenses.Pdf.Revisions;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Signing;

/// <summary>The inspection of one signature: structure first, then the CMS over the bytes, then what came later.</summary>
internal sealed class SignatureInspection
{
    private const int MostShown = 16; // of one kind: a flood of findings tells no more, and is paid for by each signature

    private readonly FileInspection _file;
    private readonly SignatureCandidate _shown;
    private readonly Findings _findings = new();
    private readonly SignatureStructure _structure;
    private readonly CmsInspection _cms;
    private readonly SesInspection _ses;
    private ContentsForm? _form;
    private Permissions? _permissions;
    private int _collisions;

    public SignatureInspection(FileInspection file, SignatureCandidate shown)
    {
        _file = file;
        _shown = shown;
        _structure = new SignatureStructure(file, shown, _findings);
        _cms = new CmsInspection(file.Options, _findings);
        _ses = new SesInspection(file.Options.Policy, _findings);
    }

    public ByteRange? Range => _structure.Range;

    public SignatureCandidate Shown => _shown;

    public Revision? Revision => _structure.Revision;

    /// <summary>The digest that will be needed; null where none is, or none is known.</summary>
    public HashAlgorithmName? NeededDigest { get; private set; }

    /// <summary>It sets document permissions (DocMDP).</summary>
    public bool Certifies => Permissions().DocMdp is not null;

    /// <summary>An earlier signature set them already, and there can be but one (R19).</summary>
    public bool FollowsCertification { get; set; }

    private string? SubFilter => _structure.Signed.SubFilter;

    /// <summary>Everything that needs no digest.</summary>
    public void Prepare()
    {
        _structure.Inspect();
        if (_shown.Names.Length > 1)
        {
            _findings.Pass(Check.SharedSignature, $"{_shown.Names.Length} fields share this signature.", "多个域共用该签名。");
        }

        var contents = _structure.Contents;
        _form = new ContentsForm(contents?.Bytes ?? default, SubFilter, _file.Options.Policy);
        _form.Report(_findings, contents is { Span.Start: >= 0 and var start } ? start : null);
        if (contents is not null && _form.IsSeal)
        {
            _ses.Decode(contents, _form.LooksLikeSeal);
            NeededDigest = _ses.Digest;
        }
        else if (contents is not null && _form.IsMessage)
        {
            _cms.Decode(contents, _structure.Signed.IsTimestamp);
            NeededDigest = _cms.Digest(_form.MessageFilter);
        }
    }

    /// <summary>R8: a signature before this one must lie wholly in its first part.</summary>
    public void CheckCollision(SignatureInspection other)
    {
        if (_collisions < MostShown && Range is { } mine && other.Range is { } its && !mine.Precedes(its) && !its.Precedes(mine))
        {
            _collisions++;
            _findings.Fail(Check.ByteRangeCollision, $"The byte ranges of {_shown.Names[0]} and {other._shown.Names[0]} collide.",
                "两个签名的字节范围相互冲突。", mine.GapStart);
        }
    }

    public InspectedSignature Finish(Func<HashAlgorithmName, byte[]?> digestOf)
    {
        bool isShort = false;
        byte[]? Digest(HashAlgorithmName algorithm)
        {
            var digest = Range is null ? null : digestOf(algorithm);
            isShort |= digest is null && Range is { } range && range.End > _file.Source.Length;
            return digest;
        }

        _cms.Verify(_form?.MessageFilter, Digest);
        _ses.Verify(Digest, Range);
        LookAtPicture();
        if (isShort)
        {
            _findings.Fail(Check.SignedBytes, "The file is shorter than what was signed.", "文件短于被签内容。", _file.Source.Length);
        }
        else if (Range is { } range)
        {
            _findings.Pass(Check.SignedBytes, $"All {range.End - (range.GapEnd - range.GapStart)} signed bytes are there.", "被签字节齐全。");
        }

        bool isIntact = _structure.IsSound && (_ses.IsIntact || _cms.Result is { Intact: true }) && !_findings.HasFailed;
        return Describe(isIntact, JudgeLater());
    }

    private void LookAtPicture()
    {
        if (_ses.Signature is { Seal: var seal } && !_file.Document.IsLocked)
        {
            var signed = _file.History.View(_structure.Signed.SeenIn);
            _findings.Add(SealPictureInspection.Inspect(signed, _structure.Signed.Field, seal));
        }
    }

    private ImmutableArray<Change> JudgeLater()
    {
        if (Revision is not { } revision)
        {
            return [];
        }

        CheckCrossReferences(revision);
        CheckOwnership(revision);
        if (_file.Document.IsLocked)
        {
            _findings.Doubt(Check.Encrypted, $"{_file.Document.LockReason} Only the signed bytes were checked.",
                "文档已加密，无法解密，只核对了被签字节。", reason: SubIndication.SignedDataNotFound);
            return [];
        }

        var changes = Enumerable.Range(revision.Number + 1, _file.LastRevision - revision.Number)
            .SelectMany(number => _file.Changes(number)).ToImmutableArray();
        _file.Document.Budget.ChargeCompared(changes.Length);
        new ChangeJudgement(_file.Options.Policy, Permissions(), _findings).Judge(changes);
        return changes;
    }

    /// <summary>R13 and R14. A flaw that was signed leaves doubt on how readers see it; one that came later is an attack or a bug.</summary>
    private void CheckCrossReferences(Revision signed)
    {
        foreach (var flaw in _file.History.Flaws.Where(IsFailure).Take(MostShown)
            .Concat(_file.History.Flaws.Where(flaw => !IsFailure(flaw)).Take(MostShown)))
        {
            string check = flaw.Rule switch
            {
                StructureRule.Hybrid => Check.HybridReference,
                StructureRule.Chain => Check.SignedRevision,
                _ => Check.CrossReference,
            };
            if (IsFailure(flaw))
            {
                _findings.Fail(check, flaw.Detail, flaw.DetailZh, flaw.Offset);
            }
            else
            {
                _findings.Doubt(check, flaw.Detail, flaw.DetailZh, flaw.Offset, SubIndication.FormatFailure);
            }
        }

        if (_file.History.Flaws.IsEmpty)
        {
            _findings.Pass(Check.CrossReference, "The cross-references are exact.", "交叉引用准确。");
        }

        bool IsFailure(StructureFlaw flaw) =>
            flaw.IsAmbiguous && (flaw.Revision > signed.Number || flaw.Rule == StructureRule.Hybrid);
    }

    /// <summary>R11.</summary>
    private void CheckOwnership(Revision signed)
    {
        var flaws = Enumerable.Range(signed.Number + 1, _file.LastRevision - signed.Number)
            .SelectMany(number => _file.Ownership(number)).Take(MostShown).ToList();
        long end = Math.Max(Range!.Value.End, _file.History.Revisions[^1].End);
        if (ByteOwnership.CheckRest(_file.History, end) is { } rest)
        {
            flaws.Add(rest);
        }

        foreach (var flaw in flaws)
        {
            _findings.Fail(flaw.Rule == StructureRule.Limit ? Check.Limit : Check.UnownedBytes, flaw.Detail, flaw.DetailZh, flaw.Offset);
        }

        if (flaws.Count == 0)
        {
            _findings.Pass(Check.UnownedBytes, "Every byte after the signed ones is accounted for.", "被签内容之后的每个字节都有归属。");
        }
    }

    private Permissions Permissions()
    {
        var own = _permissions ??= Revision is { } revision && !_file.Document.IsLocked
            ? Signing.Permissions.Read(_structure.Signed, _file.History.View(revision.Number))
            : Signing.Permissions.None;
        return FollowsCertification && own.DocMdp is not null
            ? own with { Fault = "An earlier signature certified the document, and only one can." }
            : own;
    }

    private SignatureProfile Profile => _ses.Signature is not null ? SignatureProfile.Ses
        : _cms.Cms is not { } message ? SignatureProfile.Unknown
        : _structure.Signed.IsTimestamp ? SignatureProfile.Timestamp
        : message.IsNational ? SignatureProfile.Sm2Pkcs7National
        : (_form?.MessageFilter, _cms.IsSm2) switch
        {
            ("ETSI.CAdES.detached", false) => SignatureProfile.Pades,
            ("ETSI.CAdES.detached", true) => SignatureProfile.Sm2Cades,
            ("adbe.pkcs7.sha1", _) => SignatureProfile.Pkcs7Sha1,
            (_, false) => SignatureProfile.Pkcs7,
            _ => SignatureProfile.Sm2Pkcs7,
        };

    // /Cert: a seal's signature has no place for the authorities above its signer (ISO 32000-2, table 255).
    private ImmutableArray<ReadOnlyMemory<byte>> Offered()
    {
        const int MostOffered = 16;
        var view = _file.History.View(_structure.Signed.SeenIn);
        return view.Resolve(_structure.Signed.Dictionary["Cert"]) switch
        {
            PdfString single => [single.Bytes],
            PdfArray array => [.. array.Items.Take(MostOffered).Select(view.Resolve).OfType<PdfString>().Select(item => item.Bytes)],
            _ => [],
        };
    }

    private InspectedSignature Describe(bool isIntact, ImmutableArray<Change> changes)
    {
        // What the signer wrote stands in the revision that he signed, also where the entry is a reference.
        var values = SignatureText.Read(_structure.Signed.Dictionary, _file.History.View(_structure.Signed.SeenIn));
        return new InspectedSignature
        {
            Field = _shown.Names[0],
            Fields = _shown.Names,
            Kind = _structure.Signed.IsTimestamp ? SignatureKind.Timestamp : SignatureKind.Signature,
            SubFilter = SubFilter,
            Profile = Profile,
            Sealed = _ses.Signature,
            OfferedCertificates = _ses.Signature is null ? [] : Offered(),
            Revision = Revision?.Number ?? 0,
            SignedLength = Range?.End,
            Covered = Range,
            CoversWholeFile = Revision is { } revision && revision.Number == _file.LastRevision && Range is { } range
                && ByteOwnership.CheckRest(_file.History, Math.Max(range.End, revision.End)) is null,
            CmsBytes = _structure.Contents?.Bytes ?? default,
            Cms = _cms.Cms,
            CmsCheck = _cms.Result,
            Timestamp = _cms.Token,
            Intact = isIntact,
            Findings = _findings.ToImmutable(),
            ChangesAfter = changes.Length == 0 ? ChangeLevel.None : changes.Max(change => change.Level),
            Changes = changes,
            DocMdp = Permissions().DocMdp,
            ClaimedTime = values.Time,
            Reason = values.Reason,
            Location = values.Location,
            Name = values.Name,
            ContactInfo = values.ContactInfo,
            Pages = _file.Pages.Find(_structure.Signed),
        };
    }
}
