using Licenses.V1;
using Spectre.Console;

namespace Licenses.Cli.Remote;

/// <summary>A decision as a clerk reads it, or as a program does.</summary>
internal static class DecisionTable
{
    public static void Show(CliContext context, Decision decision, bool json)
    {
        if (json)
        {
            context.Lines.WriteLine(Json.Line(ToObject(decision)));
            return;
        }

        var table = new Table().Border(TableBorder.Rounded).ShowRowSeparators().AddColumns("Material", "Decision", "Ground", "Reason");
        foreach (var material in decision.Materials)
        {
            table.AddRow(
                $"{material.Name.Zh}\n{material.Name.En}".EscapeMarkup(),
                Coloured(material.Decision),
                GroundOf(material.Ground),
                $"{material.Reason.Zh}\n{material.Reason.En}".EscapeMarkup());
        }

        context.Out.Write(table);
        context.Out.MarkupLineInterpolated(
            $"{decision.ExemptCount} of {decision.Materials.Count} need not be submitted, {decision.SubmitCount} must be, {decision.UndeterminedCount} cannot be told now; filed as {decision.DecisionId}");
    }

    internal static object ToObject(Decision decision) => new
    {
        decisionId = decision.DecisionId,
        item = decision.ItemCode,
        decidedAt = decision.DecidedAt.ToDateTimeOffset(),
        exempt = decision.ExemptCount,
        submit = decision.SubmitCount,
        undetermined = decision.UndeterminedCount,
        materials = decision.Materials.Select(material => new
        {
            code = material.MaterialCode,
            name = material.Name.Zh,
            nameEn = material.Name.En,
            decision = material.Decision.ToString().ToUpperInvariant(),
            ground = NameOf(material.Ground),
            method = material.Method.ToString(),
            reasonCode = material.ReasonCode,
            reason = material.Reason.Zh,
            reasonEn = material.Reason.En,
            basis = material.Basis.Zh,
            licenses = material.Evidence.Where(evidence => evidence.License is not null).Select(evidence => new
            {
                number = evidence.License.Number,
                state = evidence.License.Status?.State.ToString().ToUpperInvariant(),
                version = evidence.License.Status?.Version,
                document = evidence.License.DocumentVerdict.ToString().ToUpperInvariant(),
            }).ToArray(),
            retryAt = material.RetryAt?.ToDateTimeOffset(),
        }).ToArray(),
    };

    internal static string NameOf(ExemptionGround ground) => ground switch
    {
        ExemptionGround.IssuedByThisCity => "ISSUED_BY_THIS_CITY",
        ExemptionGround.ELicenseAvailable => "E_LICENSE_AVAILABLE",
        ExemptionGround.Replaced => "REPLACED",
        _ => "NONE",
    };

    private static string Coloured(MaterialDecision decision) => decision switch
    {
        MaterialDecision.Exempt => "[green]EXEMPT 免于提交[/]",
        MaterialDecision.Submit => "[yellow]SUBMIT 须提交[/]",
        _ => "[red]UNDETERMINED 暂无法判定[/]",
    };

    private static string GroundOf(ExemptionGround ground) => ground switch
    {
        ExemptionGround.IssuedByThisCity => "本市核发材料\nissued by this city",
        ExemptionGround.ELicenseAvailable => "电子证照可调取\ne-license available",
        ExemptionGround.Replaced => "核查或承诺替代\nreplaced",
        _ => "",
    };
}
