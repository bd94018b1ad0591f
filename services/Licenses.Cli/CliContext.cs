using Spectre.Console;

namespace Licenses.Cli;

/// <summary>Where a command writes and what time it is: the process's own, or a test's.</summary>
internal sealed class CliContext
{
    public CliContext(TextWriter output, TextWriter error, TimeProvider clock)
    {
        Lines = output;
        ErrorLines = error;
        Clock = clock;
        Out = ConsoleOn(output, Console.IsOutputRedirected || output != Console.Out);
        Error = ConsoleOn(error, Console.IsErrorRedirected || error != Console.Error);
    }

    /// <summary>Plain lines: JSON, paths, anything that another program reads.</summary>
    public TextWriter Lines { get; }

    public TextWriter ErrorLines { get; }

    /// <summary>Tables and coloured text for a person; colours on a terminal only, and never under NO_COLOR.</summary>
    public IAnsiConsole Out { get; }

    /// <summary>Progress and complaints; never mixed into the answer.</summary>
    public IAnsiConsole Error { get; }

    public TimeProvider Clock { get; }

    public static CliContext OfProcess() => new(Console.Out, Console.Error, TimeProvider.System);

    private static IAnsiConsole ConsoleOn(TextWriter writer, bool isRedirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isRedirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = isRedirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = isRedirected ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (isRedirected)
        {
            console.Profile.Width = 160; // a file or a pipe has no width; tables shall not break names
        }

        return console;
    }
}
