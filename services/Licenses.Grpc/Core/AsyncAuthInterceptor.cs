namespace Grpc.Core;

/// <summary>Adds credentials to <paramref name="metadata"/> before a call starts.</summary>
public delegate Task AsyncAuthInterceptor(AuthInterceptorContext context, Metadata metadata);
