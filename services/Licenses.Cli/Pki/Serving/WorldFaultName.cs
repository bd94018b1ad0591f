namespace Licenses.Cli.Pki.Serving;

/// <summary>Faults as the command line and /admin name them: wrong-signer, no-nonce, slow…</summary>
internal static class WorldFaultName
{
    public static IEnumerable<string> All => Enum.GetValues<WorldFault>().Select(Of);

    public static bool TryParse(string text, out WorldFault fault)
    {
        foreach (var known in Enum.GetValues<WorldFault>())
        {
            if (text.Equals(Of(known), StringComparison.OrdinalIgnoreCase))
            {
                fault = known;
                return true;
            }
        }

        fault = default;
        return false;
    }

    /// <summary>Whether a service can misbehave so: a switch that changes nothing would hide a typing error.</summary>
    public static bool Suits(WorldFault fault, WorldService service) => fault switch
    {
        WorldFault.WrongNonce or WorldFault.NoNonce or WorldFault.WrongImprint or WorldFault.Refusing =>
            service is WorldService.Ocsp or WorldService.CheckedOcsp or WorldService.Tsa,
        WorldFault.WrongPolicy => service is WorldService.Tsa,
        WorldFault.Behind => service is not (WorldService.Tsa or WorldService.Ca),
        _ => true,
    };

    private static string Of(WorldFault fault) => string.Concat(fault.ToString().Select((letter, i) =>
        char.IsUpper(letter) ? (i == 0 ? "" : "-") + char.ToLowerInvariant(letter) : letter.ToString()));
}
