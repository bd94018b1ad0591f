using System.Collections.Frozen;
using Licenses.V1;

namespace Licenses.Server.Endpoints.Refusals;

/// <summary>The names of the reasons on the wire, from the contract itself.</summary>
internal static class ReasonNames
{
    private const string Prefix = "REASON_CODE_";

    private static readonly FrozenDictionary<ReasonCode, string> Names = CommonReflection.Descriptor.EnumTypes
        .Single(type => type.Name == nameof(ReasonCode)).Values
        .ToFrozenDictionary(value => (ReasonCode)value.Number, value => value.Name[Prefix.Length..]);

    public static string Of(ReasonCode reason) => Names[reason];
}
