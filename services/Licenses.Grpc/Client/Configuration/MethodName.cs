namespace Grpc.Net.Client.Configuration;

/// <summary>A method; without method name all of a service; without both every call.</summary>
public sealed class MethodName
{
    public static readonly MethodName Default = new();

    public string? Service { get; set; }

    public string? Method { get; set; }
}
