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

    private static string Of(WorldFault fault) => string.Concat(fault.ToString().Select((letter, i) =>
        char.IsUpper(letter) ? (i == 0 ? "" : "-") + char.ToLowerInvariant(letter) : letter.ToString()));
}
