namespace Licenses.Server.Endpoints.Wire;

/// <summary>What all services share, as messages.</summary>
internal static class CommonWriter
{
    public static V1.LocalizedText Write(LocalizedText text) => new() { Zh = text.Zh, En = text.En };
}
