namespace Grpc.AspNetCore.Server;

/// <summary>Marks the catch-all endpoints.</summary>
internal sealed class UnknownCallMetadata;
