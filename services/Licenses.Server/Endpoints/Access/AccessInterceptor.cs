using System.Diagnostics;
using Grpc.Core;
using Licenses.Server.Endpoints.Refusals;
using Licenses.Server.Telemetry;

namespace Licenses.Server.Endpoints.Access;

/// <summary>Lets a call pass when its client certificate is good and its role is in the table; nothing else does.</summary>
internal sealed class AccessInterceptor(ClientCertificates certificates, ILogger<AccessInterceptor> logger) : CallInterceptor
{
    protected override Task AroundAsync(ServerCallContext context, Func<Task> call)
    {
        if (AccessTable.IsOpen(context.Method))
        {
            return call();
        }

        switch (certificates.Judge(context.GetHttpContext().Connection.ClientCertificate))
        {
            case ClientJudgement.Accepted { Caller: var caller } when AccessTable.Allows(context.Method, caller.Role):
                context.SetCaller(caller);
                return call();
            case ClientJudgement.Accepted { Caller: var caller }:
                context.SetCaller(caller);
                return Refuse(context, CallRefusals.RoleNotAllowed(caller.Role), "ROLE", caller);
            case ClientJudgement.Refused refused:
                return Refuse(context, CallRefusals.CertificateRequired(refused.Detail), refused.Why, null);
            default:
                throw new UnreachableException();
        }
    }

    private Task Refuse(ServerCallContext context, CallRefusal refusal, string why, Caller? caller)
    {
        ServerMeters.Refused(context.Method, refusal.ReasonName, why);
        Log.CallRefused(
            logger, context.Method, refusal.ReasonName, why,
            caller?.OrganisationCode ?? "-", caller?.Role.ToString() ?? "-");
        return Task.FromException(refusal.ToException());
    }
}
