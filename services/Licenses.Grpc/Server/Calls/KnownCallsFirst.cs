using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;

namespace Grpc.AspNetCore.Server;

/// <summary>
/// Takes the catch-all routes for unknown calls out of the running where a method is mapped. Their order alone would do,
/// but then routing works out the route values of all candidates for every call, which costs 240 bytes each.
/// </summary>
internal sealed class KnownCallsFirst : MatcherPolicy, INodeBuilderPolicy
{
    private static readonly object KnownOnly = new();

    /// <summary>Before the policy of HTTP methods.</summary>
    public override int Order => -2000;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) =>
        endpoints.Any(IsUnknownCall) && endpoints.Any(endpoint => endpoint.Metadata.GetMetadata<GrpcMethodMetadata>() is not null);

    public IReadOnlyList<PolicyNodeEdge> GetEdges(IReadOnlyList<Endpoint> endpoints) =>
        [new PolicyNodeEdge(KnownOnly, [.. endpoints.Where(endpoint => !IsUnknownCall(endpoint))])];

    public PolicyJumpTable BuildJumpTable(int exitDestination, IReadOnlyList<PolicyJumpTableEdge> edges) =>
        new OneWay(edges[0].Destination);

    private static bool IsUnknownCall(Endpoint endpoint) => endpoint.Metadata.GetMetadata<UnknownCallMetadata>() is not null;

    private sealed class OneWay(int destination) : PolicyJumpTable
    {
        public override int GetDestination(HttpContext httpContext) => destination;
    }
}
