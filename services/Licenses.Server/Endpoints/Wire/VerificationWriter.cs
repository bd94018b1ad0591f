using System.Diagnostics;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Licenses.Pdf.Signing;
using Licenses.Verification;

namespace Licenses.Server.Endpoints.Wire;

/// <summary>Reports of verification as messages.</summary>
internal static class VerificationWriter
{
    /// <param name="verification">What was found.</param>
    /// <param name="sha256">Of the bytes that were verified.</param>
    /// <param name="at">The time for which the answer holds.</param>
    /// <param name="now">A license's status is told as of now.</param>
    public static V1.VerifyReply Write(
        LicenseVerification verification, ReadOnlySpan<byte> sha256, DateTimeOffset at, DateTimeOffset now)
    {
        var reply = new V1.VerifyReply
        {
            Verdict = Kinds.Write(verification.Verdict),
            Summary = CommonWriter.Write(verification.Summary),
            LicenseStatus = verification.Status is { } known
                ? LicenseWriter.Write(known.Entry, known.NotAfter, now)
                : null,
            Sha256 = ByteString.CopyFrom(sha256),
            VerifiedAt = at.ToTimestamp(),
        };
        reply.Signatures.AddRange(verification.Report.Signatures.Select(Write));
        reply.Findings.AddRange(verification.Report.Findings.Concat(verification.LicenseFindings)
            .OrderByDescending(finding => finding.Verdict)
            .Select(CommonWriter.Write));
        return reply;
    }

    private static V1.SignatureReport Write(SignatureReport report)
    {
        var message = new V1.SignatureReport
        {
            Field = report.Field,
            Type = report.Kind switch
            {
                SignatureKind.Signature => V1.SignatureType.Signature,
                SignatureKind.Timestamp => V1.SignatureType.Timestamp,
                _ => throw new UnreachableException(),
            },
            Indication = report.Indication switch
            {
                Indication.TotalPassed => V1.Indication.TotalPassed,
                Indication.Indeterminate => V1.Indication.Indeterminate,
                Indication.TotalFailed => V1.Indication.TotalFailed,
                _ => throw new UnreachableException(),
            },
            SubIndication = report.SubIndication?.ToStandardName() ?? "",
            Level = report.Level?.ToStandardName() ?? "",
            Intact = report.Intact,
            CoversWholeFile = report.CoversWholeFile,
            Revision = report.Revision,
            Revisions = report.Revisions,
            ChangesAfter = report.ChangesAfter.ToStandardName(),
            Signer = report.Signer ?? "",
            SigningTime = report.SigningTime?.ToTimestamp(),
            BestSignatureTime = report.BestSignatureTime.ToTimestamp(),
            Process = report.Process.ToStandardName(),
            BuildingBlock = report.BuildingBlock,
        };
        message.Findings.AddRange(report.Findings.OrderByDescending(finding => finding.Verdict).Select(CommonWriter.Write));
        return message;
    }
}
