using Licenses.Crypto.X509;
using Licenses.Pdf.Signing;
using Licenses.Verification;
using Spectre.Console;

namespace Licenses.Cli.Seal;

/// <summary>Tells what came of sealing, for a person or as JSON. Where the document itself goes to standard output, on the error stream.</summary>
internal sealed class SealPrinter(CliContext context, SealFiles files, Certificate? signer)
{
    /// <summary>How the new seal was made; null where none was.</summary>
    public SealProfile? Profile { get; init; }

    /// <summary>What the sealer should know although it was done; null where there is nothing.</summary>
    public LocalizedText? Warning { get; init; }

    /// <summary>That verifiers will not recognise what is shown as the seal's own picture; null where they will.</summary>
    public static LocalizedText? WarningOf(SealRequest? request) =>
        request is { Profile: SealProfile.Ses ses, Appearance.Drawing: { } drawing } && !ElectronicSealPicture.IsOwn(drawing, ses.Seal)
            ? new("所显示的图片不是印章自带的图片，验证时会提示。", "The picture shown is not the seal's own; verification will say so (SEAL_APPEARANCE).")
            : null;

    /// <returns>The exit code.</returns>
    public int Print(SealAnswer answer, bool json) => answer switch
    {
        SealAnswer.Written written => Tell(written, json),
        SealAnswer.Refused refused => Complain(
            json, new { file = files.Input, refused = refused.Code, detail = refused.Why.En, detailZh = refused.Why.Zh },
            [refused.Why], refused.ExitCode),
        SealAnswer.Lacking lacking => Complain(
            json, new { file = files.Input, lacking = lacking.Missing }, lacking.Missing, ExitCode.Indeterminate),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private int Tell(SealAnswer.Written written, bool json)
    {
        string? level = written.Level?.ToStandardName();
        if (Warning is { } warning)
        {
            context.Error.MarkupLineInterpolated($"[yellow]licenses:[/] {warning.En} {warning.Zh}");
        }

        if (json)
        {
            var lines = files.IsPiped ? context.ErrorLines : context.Lines;
            lines.WriteLine(Json.Line(new
            {
                file = files.Output, written.Field, bytes = written.Length, signer = signer?.Subject, level,
                profile = Profile?.Name, lacking = written.Missing, warning = Warning,
            }));
            return ExitCode.Passed;
        }

        var console = files.IsPiped ? context.Error : context.Sentences;
        var what = written.Field is { } field ? $"Sealed ({written.Length} bytes, field {field})" : $"Raised ({written.Length} bytes)";
        var by = signer is null ? string.Empty : $" by {signer.Subject}";
        console.MarkupLineInterpolated($"[green]{what}[/] {files.Output}: {(Profile is null or SealProfile.Pades ? "PAdES" : Profile.Name)} {level ?? "no baseline"}{by}");
        foreach (var missing in written.Missing)
        {
            context.Error.MarkupLineInterpolated($"[yellow]Lacking for more:[/] {missing.En} {missing.Zh}");
        }

        return ExitCode.Passed;
    }

    private int Complain<T>(bool json, T answer, ImmutableArray<LocalizedText> reasons, int code)
    {
        if (json)
        {
            (files.IsPiped ? context.ErrorLines : context.Lines).WriteLine(Json.Line(answer));
        }

        foreach (var reason in reasons)
        {
            context.Error.MarkupLineInterpolated(
                $"[red]{(code == ExitCode.Indeterminate ? "Not written, for it lacks" : "Not sealed")}:[/] {reason.En} {reason.Zh}");
        }

        return code;
    }
}
