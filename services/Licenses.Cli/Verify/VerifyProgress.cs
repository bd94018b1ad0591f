namespace Licenses.Cli.Verify;

/// <summary>Counts files on the error stream, where that is a terminal and the answers go elsewhere.</summary>
internal sealed class VerifyProgress(CliContext context, int count)
{
    private readonly bool _shown = count > 1
        && context.Error.Profile.Capabilities.Interactive
        && !context.Out.Profile.Capabilities.Interactive;

    private int _done;

    public void Step()
    {
        _done++;
        if (_shown)
        {
            context.ErrorLines.Write($"\r{_done} of {count}{(_done == count ? "\n" : string.Empty)}");
        }
    }
}
