using System.Diagnostics;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Licenses.Exemption;

namespace Licenses.Server.Endpoints.Wire;

/// <summary>Decisions on materials as messages.</summary>
internal static class ExemptionWriter
{
    public static V1.Decision Write(ExemptionReport report)
    {
        var message = new V1.Decision
        {
            DecisionId = report.DecisionId,
            ItemCode = report.ItemCode,
            Use = new V1.UseContext
            {
                CaseNumber = report.Use.CaseNumber, Operator = report.Use.Operator, Purpose = report.Use.Purpose,
            },
            DecidedAt = report.DecidedAt.ToTimestamp(),
            ExemptCount = report.Materials.Count(material => material.Decision == MaterialDecision.Exempt),
            SubmitCount = report.Materials.Count(material => material.Decision == MaterialDecision.Submit),
            UndeterminedCount = report.Materials.Count(material => material.Decision == MaterialDecision.Undetermined),
        };
        message.Materials.AddRange(report.Materials.Select(Write));
        return message;
    }

    /// <param name="asked">The case as stored.</param>
    /// <param name="withSubject">Only the department that is asked learns about whom.</param>
    public static V1.AssistanceCase Write(AssistanceCase asked, bool withSubject) => new()
    {
        AssistanceId = asked.AssistanceId,
        DepartmentKey = asked.DepartmentKey,
        ItemCode = asked.ItemCode,
        MaterialCode = asked.MaterialCode,
        CaseNumber = asked.CaseNumber,
        AskedAt = asked.AskedAt.ToTimestamp(),
        Answer = Write(asked.Answer),
        AnsweredAt = asked.AnsweredAt?.ToTimestamp(),
        Subject = withSubject
            ? new V1.Subject { Kind = Kinds.Write(asked.Subject.Kind), Code = asked.Subject.Code, Name = asked.Subject.Name }
            : null,
    };

    private static V1.MaterialResult Write(MaterialResult result)
    {
        var message = new V1.MaterialResult
        {
            MaterialCode = result.MaterialCode,
            Name = CommonWriter.Write(result.Name),
            Decision = Write(result.Decision),
            Ground = Write(result.Ground),
            Method = Kinds.Write(result.Method),
            ReasonCode = result.ReasonCode,
            Reason = CommonWriter.Write(result.Reason),
            Basis = CommonWriter.Write(result.Basis),
            RetryAt = result.RetryAt?.ToTimestamp(),
        };
        message.Evidence.AddRange(result.Evidence.Select(evidence => Write(evidence, result.MaterialCode)));
        return message;
    }

    private static V1.Evidence Write(Evidence evidence, string materialCode) => evidence switch
    {
        { License: { } license } => new V1.Evidence { License = Write(license) },
        { Fact: { } fact } => new V1.Evidence { Fact = Write(fact) },
        { Assistance: { } assistance } => new V1.Evidence { Assistance = Write(assistance, materialCode) },
        { Promise: { } promise } => new V1.Evidence
        {
            Promise = new V1.Promise { MaterialCode = promise.MaterialCode, PromiseId = promise.PromiseId },
        },
        _ => throw new UnreachableException(),
    };

    private static V1.LicenseEvidence Write(LicenseEvidence evidence)
    {
        var message = new V1.LicenseEvidence
        {
            Number = evidence.Number,
            TypeCode = evidence.TypeCode,
            DocumentVerdict = Kinds.ReadVerdict(evidence.DocumentVerdict),
            DocumentSha256 = ByteString.CopyFrom(Convert.FromHexString(evidence.DocumentSha256)),
        };
        if (evidence.State is { } state)
        {
            message.Status = new V1.LicenseStatus
            {
                Number = evidence.Number,
                State = Kinds.Write(state),
                Version = evidence.StatusVersion,
                AsOf = evidence.StatusAsOf?.ToTimestamp(),
                Reason = Kinds.Write(evidence.StateReason),
            };
        }

        message.Findings.AddRange(evidence.Findings.Select(CommonWriter.Write));
        return message;
    }

    private static V1.FactEvidence Write(FactEvidence evidence) => new()
    {
        RecordId = evidence.RecordId,
        FactCode = evidence.FactCode,
        DepartmentKey = evidence.DepartmentKey,
        AsOf = evidence.AsOf.ToTimestamp(),
        NotAfter = evidence.NotAfter.ToTimestamp(),
        Holds = evidence.Holds,
    };

    private static V1.AssistanceCase Write(AssistanceEvidence evidence, string materialCode) => new()
    {
        AssistanceId = evidence.AssistanceId,
        DepartmentKey = evidence.DepartmentKey,
        MaterialCode = materialCode,
        AskedAt = evidence.AskedAt.ToTimestamp(),
        Answer = Write(evidence.Answer),
        AnsweredAt = evidence.AnsweredAt?.ToTimestamp(),
    };

    private static V1.AssistanceAnswer Write(AssistanceAnswer answer) => answer switch
    {
        AssistanceAnswer.None => V1.AssistanceAnswer.Unspecified,
        AssistanceAnswer.Confirmed => V1.AssistanceAnswer.Confirmed,
        AssistanceAnswer.Denied => V1.AssistanceAnswer.Denied,
        AssistanceAnswer.CannotTell => V1.AssistanceAnswer.CannotTell,
        _ => throw new UnreachableException(),
    };

    private static V1.MaterialDecision Write(MaterialDecision decision) => decision switch
    {
        MaterialDecision.Exempt => V1.MaterialDecision.Exempt,
        MaterialDecision.Submit => V1.MaterialDecision.Submit,
        MaterialDecision.Undetermined => V1.MaterialDecision.Undetermined,
        _ => throw new UnreachableException(),
    };

    private static V1.ExemptionGround Write(ExemptionGround ground) => ground switch
    {
        ExemptionGround.None => V1.ExemptionGround.Unspecified,
        ExemptionGround.IssuedByThisCity => V1.ExemptionGround.IssuedByThisCity,
        ExemptionGround.ELicenseAvailable => V1.ExemptionGround.ELicenseAvailable,
        ExemptionGround.Replaced => V1.ExemptionGround.Replaced,
        _ => throw new UnreachableException(),
    };
}
