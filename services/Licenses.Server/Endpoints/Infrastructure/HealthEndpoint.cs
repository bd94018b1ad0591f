using Grpc.Core;
using Grpc.Health.V1;
using State = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace Licenses.Server.Endpoints.Infrastructure;

/// <summary>The standard health service. A gRPC service's name stands for the whole server.</summary>
internal sealed class HealthEndpoint(HealthRegistry registry, MappedServices services) : Health.HealthBase
{
    public override Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context) =>
        StateOf(request.Service) is var state and not State.ServiceUnknown
            ? Task.FromResult(new HealthCheckResponse { Status = state })
            : throw new RpcException(new Status(StatusCode.NotFound, "The server has no part of this name."));

    public override async Task Watch(
        HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        State? told = null;
        while (true)
        {
            var changed = registry.Changed; // taken before the state, so that no change falls between
            var state = StateOf(request.Service);
            if (state != told)
            {
                await responseStream.WriteAsync(new HealthCheckResponse { Status = state }, context.CancellationToken);
                told = state;
            }

            if (registry.IsStopped)
            {
                throw new RpcException(new Status(StatusCode.Unavailable, "The server is shutting down."));
            }

            await changed.WaitAsync(context.CancellationToken);
        }
    }

    private State StateOf(string name) =>
        (registry.Find(name) ?? (services.Has(name) ? registry.Find(HealthRegistry.Whole) : null)) switch
        {
            true => State.Serving,
            false => State.NotServing,
            null => State.ServiceUnknown,
        };
}
