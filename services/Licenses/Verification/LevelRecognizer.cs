using Licenses.Crypto.X509;
using Licenses.Pdf.Signing;

namespace Licenses.Verification;

/// <summary>
/// Recognises the PAdES level from what the document holds, whether or not anybody trusts it: the level says what the
/// file is prepared for, the indication says what it is worth.
/// </summary>
internal sealed class LevelRecognizer(PdfInspection inspection, DocumentEvidence evidence)
{
    private const string CadesDetached = "ETSI.CAdES.detached";

    /// <summary>The level, and in words what the next one needs.</summary>
    public (SignatureLevel? Level, string Missing) Recognize(SignatureEvidence signature)
    {
        var inspected = signature.Inspected;
        if (!inspected.Intact || inspected.SubFilter != CadesDetached || !signature.Claims.NamesItsCertificate)
        {
            return (null, $"the baseline asks for {CadesDetached} and a named signing certificate.");
        }

        bool stampedLater = inspection.Signatures.Any(other =>
            other.Kind == SignatureKind.Timestamp && other.Intact && other.Revision > inspected.Revision);
        if (!stampedLater && !signature.Stamps.Any(stamp => stamp.VerifyOver(signature.Claims.SignatureValue).Intact))
        {
            return (SignatureLevel.BaselineB, "B-T needs a timestamp.");
        }

        if (MissingData(signature.Claims.SignerCertificate!) is { } missing)
        {
            return (SignatureLevel.BaselineT, $"B-LT needs {missing}.");
        }

        return stampedLater
            ? (SignatureLevel.BaselineLta, "its last timestamp must be renewed in time.")
            : (SignatureLevel.BaselineLt, "B-LTA needs a document timestamp after the validation data.");
    }

    /// <summary>What validation data the document lacks for a chain, as far as its own certificates lead.</summary>
    private string? MissingData(Certificate leaf)
    {
        if (inspection.Dss is null)
        {
            return "a document security store with validation data";
        }

        var certificate = leaf;
        for (int step = 0; step < 12 && !certificate.IsSelfIssued; step++)
        {
            var issuer = evidence.Offered.FindBySubject(certificate.IssuerName).FirstOrDefault();
            if (!HasStatus(certificate, issuer))
            {
                return $"revocation data about {certificate.Subject}";
            }

            if (issuer is null)
            {
                return null; // what comes next is an anchor that the document need not hold
            }

            certificate = issuer;
        }

        return null;
    }

    private bool HasStatus(Certificate certificate, Certificate? issuer) =>
        evidence.Lists.Any(list => list.Issuer.Equals(certificate.IssuerName))
        || evidence.Responses.Any(response => response.Answers.Any(
            answer => issuer is not null && answer.Id.Names(certificate, issuer)));
}
