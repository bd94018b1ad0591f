namespace Grpc.Framing;

/// <summary>A buffer would grow beyond the limit for one message.</summary>
internal sealed class MessageTooLargeException() : IOException("The message is larger than the limit.");
