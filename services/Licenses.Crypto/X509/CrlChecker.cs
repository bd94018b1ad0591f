namespace Licenses.Crypto.X509;

/// <summary>Asks CRLs about a certificate (RFC 5280, 6.3): scope, reasons, signer, deltas, freshness.</summary>
internal sealed class CrlChecker(PathValidator paths)
{
    private const int StepsPerList = 16; // to tell whether a list is about the certificate
    private const int MostSigners = 4; // a list's signer whose own list has another signer, and so on

    public RevocationStatus Check(RevocationQuestion question, RevocationMaterial material, CertificatePool offered) =>
        Check(new Inquiry(question, material, offered, [], new SignerBudget())
        {
            Work = question.Work ?? new WorkBudget(CancellationToken.None),
        });

    private RevocationStatus Check(Inquiry inquiry)
    {
        var question = inquiry.Question;
        var signed = inquiry.Material.FindLists(question.Subject.IssuerName)
            .Where(list => inquiry.Work.TakeSteps(StepsPerList) && Refuse(list, question) is null)
            .OrderByDescending(list => IsByIssuer(list, inquiry)) // whatever others offer must not use up what these need
            .Select(list => (List: list, Signer: FindSigner(list, inquiry)))
            .Where(pair => pair.Signer is not null)
            .OrderByDescending(pair => pair.List.ThisUpdate).ThenByDescending(pair => pair.List.Number)
            .ToArray();
        var present = signed.Where(pair => pair.List.ThisUpdate <= question.Now).ToLookup(
            pair => pair.Signer is { } signer ? question.Refuse(pair.List, pair.List.SignatureAlgorithm, signer) : null,
            pair => pair.List);
        CertificateList[] usable = [.. present[null]];
        var views = usable.Where(list => list.BaseNumber is null)
            .Select(list => new CrlView(list, CurrentDelta(list, usable, question), list.ReasonsFor(question.Subject)))
            .OrderByDescending(view => view.AsOf).ToArray();
        return FindRevocation(signed.Select(pair => pair.List), views, question)
            ?? FindClearance(views, present.FirstOrDefault(lists => lists.Key is not null)?.Key, inquiry);
    }

    // Any list that revokes wins over the silence of others, even a delta without its complete list and even a list of
    // the future where the revocation is not; only a hold may have been lifted since.
    private static RevocationStatus.Revoked? FindRevocation(
        IEnumerable<CertificateList> known, CrlView[] views, RevocationQuestion question)
    {
        CertificateFormatException? unreadable = null;
        foreach (var list in known)
        {
            if (Find(list, question.Subject, ref unreadable) is { } entry
                && entry.Reason != RevocationReason.RemoveFromCrl
                && (list.ThisUpdate <= question.Now || entry.RevokedAt <= question.At)
                && (entry.Reason != RevocationReason.CertificateHold
                    || !Array.Exists(views, view => view.LiftsHoldOf(list, question))))
            {
                return new RevocationStatus.Revoked(
                    entry.RevokedAt, entry.Reason, $"CRL {list.Number} of {list.Issuer}");
            }
        }

        return unreadable is null ? null : throw unreadable;
    }

    // An entry that cannot be read hides none on the other lists, but clears nobody either.
    private static RevokedCertificate? Find(CertificateList list, Certificate subject, ref CertificateFormatException? unreadable)
    {
        try
        {
            return list.Find(subject.SerialBytes.Span);
        }
        catch (CertificateFormatException e)
        {
            unreadable = e;
            return null;
        }
    }

    // 6.3.3 (l): lists for all reasons together, each of them fresh
    private static RevocationStatus FindClearance(CrlView[] views, string? weakness, Inquiry inquiry)
    {
        var settled = new List<CrlView>();
        int reasons = ReasonFlags.None;
        foreach (var view in views.Where(view => view.Clears(inquiry.Question)))
        {
            settled.Add(view);
            reasons |= view.Reasons;
            if (reasons == ReasonFlags.All)
            {
                return new RevocationStatus.Good(
                    settled.Min(view => view.AsOf), settled.Min(view => view.NextUpdate), string.Join(" and ", settled.Select(view => view.Name)));
            }
        }

        return weakness is not null
            ? new RevocationStatus.Unknown(SubIndication.CryptoConstraintsFailureNoPoe, weakness)
            : new RevocationStatus.Unknown(SubIndication.TryLater, WhyUnknown(views, inquiry))
            {
                RetryAt = views is [{ IsPartial: false } newest, ..] && newest.NextUpdate > inquiry.Question.Now ? newest.NextUpdate : null,
            };
    }

    private static string WhyUnknown(CrlView[] views, Inquiry inquiry)
    {
        string subject = inquiry.Question.Subject.Subject;
        if (views is [var latest, ..])
        {
            return latest.IsPartial
                ? $"The CRLs about {subject} speak of some reasons for revocation only."
                : latest.NextUpdate > inquiry.Question.Now
                ? $"The newest CRL about {subject} is of {latest.AsOf:u}, too old; the next one is due at {latest.NextUpdate:u}: ask again with it."
                : latest.AsOf < inquiry.Question.At && inquiry.Question.At < inquiry.Question.Now
                ? $"The newest CRL about {subject} is of {latest.AsOf:u}, older than what it should tell of ({inquiry.Question.At:u}), and it ran out at {latest.NextUpdate:u}."
                : $"The newest CRL about {subject} is of {latest.AsOf:u} and was to be replaced by {latest.NextUpdate:u}.";
        }

        var refusals = inquiry.Material.FindLists(inquiry.Question.Subject.IssuerName)
            .Select(list => Refuse(list, inquiry.Question) ?? RefuseFuture(list, inquiry.Question) ?? "its signer is not who may sign it")
            .Distinct(StringComparer.Ordinal).Take(3).ToArray();
        return refusals.Length == 0
            ? $"No CRL speaks about {subject}."
            : $"No CRL that may be used speaks about {subject}: {string.Join("; ", refusals)}.";
    }

    private static string? Refuse(CertificateList list, RevocationQuestion question) =>
        list.Defect?.TrimEnd('.')
        ?? (list.Covers(question.Subject) ? null : "a list is about other certificates or distribution points");

    private static string? RefuseFuture(CertificateList list, RevocationQuestion question) =>
        list.ThisUpdate <= question.Now ? null : $"a list is of {list.ThisUpdate:u}, which is later than {question.Now:u}";

    // RFC 5280, 5.2.4: the same scope, a base number no newer than the list, and a newer number. A delta that is itself
    // out of date, or older than the list, adds revocations but takes none away.
    private static CertificateList? CurrentDelta(
        CertificateList complete, CertificateList[] usable, RevocationQuestion question) =>
        usable.FirstOrDefault(delta => delta.BaseNumber is { } baseNumber && complete.Number is { } number
            && baseNumber <= number && delta.Number > number && SameScope(complete.Scope, delta.Scope)
            && delta.ThisUpdate >= complete.ThisUpdate && question.IsSettledBy(delta.ThisUpdate, delta.NextUpdate));

    private static bool SameScope(IssuingDistributionPoint? one, IssuingDistributionPoint? other) =>
        one is null == other is null
        && (one?.Encoded ?? default).Span.SequenceEqual((other?.Encoded ?? default).Span);

    /// <summary>By the issuer's own key, or by another key of the same authority that the same anchor vouches for.</summary>
    private Certificate? FindSigner(CertificateList list, Inquiry inquiry)
    {
        if (IsByIssuer(list, inquiry))
        {
            return inquiry.Question.Issuer;
        }

        return new[] { paths.Intermediates, inquiry.Offered }
            .SelectMany(pool => pool.FindBySubject(list.Issuer)).Distinct()
            .Where(signer => inquiry.Work.TakeSteps(1) && MaySign(signer))
            .OrderByDescending(list.Names) // only a hint: RFC 5280, 5.2.1
            .FirstOrDefault(signer => list.IsSignedBy(signer.PublicKey, inquiry.Work) && IsTrusted(signer, inquiry));
    }

    private static bool IsByIssuer(CertificateList list, Inquiry inquiry) =>
        MaySign(inquiry.Question.Issuer) && list.IsSignedBy(inquiry.Question.Issuer.PublicKey, inquiry.Work);

    // 6.3.3 (f): a path of its own to the same anchor, on which it is not revoked. Its own list cannot vouch for it.
    private bool IsTrusted(Certificate signer, Inquiry inquiry)
    {
        if (inquiry.Signers.Length >= MostSigners || inquiry.Signers.Contains(signer) || !inquiry.Budget.Take())
        {
            return false;
        }

        var question = inquiry.Question;
        var request = new PathRequest(signer, question.Now, CertificatePurpose.CrlSigning, inquiry.Offered) { Work = inquiry.Work };
        return paths.Validate(request) is PathOutcome.Valid { Path: var path }
            && path.Anchor.Certificate.Equals(question.Anchor.Certificate)
            && (path.Certificates.IsEmpty || Check(inquiry with
            {
                Question = question with { Subject = signer, Issuer = path.IssuerOf(0), At = question.Now, UsedAt = null },
                Signers = inquiry.Signers.Add(signer),
            }) is RevocationStatus.Good);
    }

    private static bool MaySign(Certificate certificate) =>
        certificate.KeyUsage is not { } usage || usage.HasFlag(KeyUsages.CrlSign);

    /// <param name="Question">Whose revocation is asked about.</param>
    /// <param name="Material">What there is to ask.</param>
    /// <param name="Offered">Certificates that came along.</param>
    /// <param name="Signers">Whose lists led to this question, so that nobody clears himself.</param>
    /// <param name="Budget">How many signers may still be looked into, for all that one question leads to.</param>
    private sealed record Inquiry(
        RevocationQuestion Question,
        RevocationMaterial Material,
        CertificatePool Offered,
        ImmutableArray<Certificate> Signers,
        SignerBudget Budget)
    {
        /// <summary>What all of it may cost.</summary>
        public required WorkBudget Work { get; init; }
    }
}
