using Grpc.AspNetCore.Server;

namespace Licenses.Server.Endpoints.Access;

/// <summary>Fails the start when a mapped gRPC method has no row in the table.</summary>
internal static class AccessTableCheck
{
    public static void RequireRowForEachMethod(IEndpointRouteBuilder routes)
    {
        var unlisted = routes.DataSources
            .SelectMany(source => source.Endpoints)
            .Select(endpoint => endpoint.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method.FullName)
            .OfType<string>()
            .Where(method => !AccessTable.Knows(method))
            .ToList();
        if (unlisted.Count > 0)
        {
            throw new InvalidOperationException(
                $"These methods have no row in the access table: {string.Join(", ", unlisted)}.");
        }
    }
}
