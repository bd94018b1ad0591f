using Microsoft.Extensions.Options;

namespace Licenses.Server.Endpoints.Hosting;

/// <summary>
/// Keeps secrets off the command line, which stands in the process list for everybody on the machine to read. A password
/// comes from a file, from the environment, or from a settings file.
/// </summary>
internal static class CommandLineSecrets
{
    private static readonly string[] Names = ["Password", "Passphrase", "Pin", "Secret"];
    private static readonly string[] InValues = ["password=", "pwd="]; // as the connection strings of databases and Redis have them

    /// <exception cref="OptionsValidationException">There is one; it is named, not repeated.</exception>
    public static void Refuse(string[] arguments)
    {
        string[] failures =
        [
            .. new ConfigurationBuilder().AddCommandLine(arguments).Build().AsEnumerable()
                .Where(setting => setting.Value is { Length: > 0 } value && (IsSecret(setting.Key) || HoldsSecret(value)))
                .Select(setting => $"{setting.Key}: a secret on the command line stands in the process list for everybody to read; "
                    + $"set it in a file, or in the environment as {setting.Key.Replace(":", "__", StringComparison.Ordinal)}."),
        ];
        if (failures.Length > 0)
        {
            throw new OptionsValidationException("the command line", typeof(CommandLineSecrets), failures);
        }
    }

    private static bool IsSecret(string key) =>
        Names.Any(name => key.EndsWith(name, StringComparison.OrdinalIgnoreCase));

    private static bool HoldsSecret(string value) =>
        InValues.Any(word => value.Replace(" ", "", StringComparison.Ordinal).Contains(word, StringComparison.OrdinalIgnoreCase));
}
