using System.Diagnostics;
using Grpc.Core;
using Licenses.Server.Endpoints;
using Licenses.Server.Endpoints.Access;
using Licenses.Server.Endpoints.Refusals;

namespace Licenses.Server.Telemetry;

/// <summary>One log line, one metric and one trace for each decision. Reading the catalogue decides nothing.</summary>
internal sealed class DecisionInterceptor(TimeProvider clock, ILogger<DecisionInterceptor> logger) : CallInterceptor
{
    private const string Package = "/licenses.v1.";
    private const string Catalogue = "/licenses.v1.CatalogService/";

    protected override async Task AroundAsync(ServerCallContext context, Func<Task> call)
    {
        if (!context.Method.StartsWith(Package, StringComparison.Ordinal)
            || context.Method.StartsWith(Catalogue, StringComparison.Ordinal))
        {
            await call();
            return;
        }

        using var activity = ServerMeters.Source.StartActivity(context.Method[Package.Length..]);
        var started = clock.GetTimestamp();
        var decision = CallRecord.Of(context);
        try
        {
            await call();
        }
        catch (RpcException e)
        {
            decision.Is(e is CallRefusedException refused ? refused.Refusal.ReasonName : e.StatusCode.ToString(), decision.Subject);
            activity?.SetStatus(ActivityStatusCode.Error, decision.Outcome);
            throw;
        }
        finally
        {
            Record(context, decision, activity, clock.GetElapsedTime(started));
        }
    }

    private void Record(ServerCallContext context, CallRecord decision, Activity? activity, TimeSpan elapsed)
    {
        var caller = context.FindCaller();
        activity?.SetTag("licenses.outcome", decision.Outcome);
        activity?.SetTag("licenses.subject", decision.Subject);
        activity?.SetTag("licenses.organisation", caller?.OrganisationCode);
        activity?.SetTag("licenses.role", caller?.Role.ToString());
        ServerMeters.Decided(context.Method, decision.Outcome, elapsed);
        Log.Decided(
            logger, context.Method[Package.Length..], decision.Outcome, decision.Detail, decision.Subject,
            caller?.OrganisationCode ?? "-", elapsed.TotalMilliseconds);
    }
}
