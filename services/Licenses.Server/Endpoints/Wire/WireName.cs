using System.Collections.Concurrent;
using System.Text.Json;
using Licenses.Crypto;

namespace Licenses.Server.Endpoints.Wire;

/// <summary>Enum values as the standards write them: HashFailure becomes HASH_FAILURE.</summary>
internal static class WireName
{
    private static readonly ConcurrentDictionary<SubIndication, string> Names = new();

    public static string Of(SubIndication reason) =>
        Names.GetOrAdd(reason, static value => JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString()));
}
