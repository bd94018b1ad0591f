using System.CommandLine;
using Licenses.Verification;

namespace Licenses.Cli.Seal;

/// <summary>The options that say how long a seal shall be provable, and with what data.</summary>
internal sealed class LevelOptions
{
    private readonly Option<string?> _level = new Option<string?>("--level")
    {
        Description = "PAdES level: B-T has a timestamp, B-LT the validation data too, B-LTA a document timestamp over it.",
        HelpName = "B-B|B-T|B-LT|B-LTA",
    }.AcceptOnlyFromAmong("B-B", "B-T", "B-LT", "B-LTA");

    private readonly Option<string?> _upgrade = new Option<string?>("--upgrade")
    {
        Description = "Raise the seals that IN bears to this level, and set no seal. LTA again renews the last timestamp.",
        HelpName = "T|LT|LTA",
    }.AcceptOnlyFromAmong("T", "LT", "LTA");

    private readonly Option<bool> _bestEffort = new("--best-effort")
    {
        Description = "Where data for the level lacks, go as far as it reaches and say so, in place of writing nothing.",
    };

    private readonly EvidenceOptions _evidence = new();

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_level, _upgrade, _bestEffort])
        {
            command.Options.Add(option);
        }

        _evidence.AddTo(command);
    }

    public LevelWish Read(ParseResult result, TimeProvider clock)
    {
        var upgrade = result.GetValue(_upgrade);
        var level = result.GetValue(_level);
        if (upgrade is not null && level is not null)
        {
            throw new UsageException("--level is for a new seal, --upgrade for those that are there: name one of them.");
        }

        var wanted = (level ?? (upgrade is null ? "B-B" : "B-" + upgrade)) switch
        {
            "B-T" => SignatureLevel.BaselineT,
            "B-LT" => SignatureLevel.BaselineLt,
            "B-LTA" => SignatureLevel.BaselineLta,
            _ => SignatureLevel.BaselineB,
        };
        return new LevelWish(wanted, upgrade is not null, result.GetValue(_bestEffort), _evidence.Read(result, clock));
    }
}
