using Spectre.Console;

namespace Licenses.Cli;

/// <summary>Where a command writes and what time it is: the process's own, or a test's.</summary>
internal sealed class CliContext
{
    // A file or a pipe has no width of its own.
    private const int TableWidth = 160;
    private const int SentenceWidth = 4096;

    public CliContext(TextWriter output, TextWriter error, TimeProvider clock)
    {
        Lines = output;
        ErrorLines = error;
        Clock = clock;
        bool isRedirected = Console.IsOutputRedirected || output != Console.Out;
        Out = ConsoleOn(output, isRedirected, TableWidth);
        Sentences = isRedirected ? ConsoleOn(output, isRedirected, SentenceWidth) : Out;
        Error = ConsoleOn(error, Console.IsErrorRedirected || error != Console.Error, SentenceWidth);
    }

    /// <summary>Plain lines: JSON, paths, anything that another program reads.</summary>
    public TextWriter Lines { get; }

    public TextWriter ErrorLines { get; }

    /// <summary>Tables and coloured text for a person; colours on a terminal only, and never under NO_COLOR.</summary>
    public IAnsiConsole Out { get; }

    /// <summary>The same for sentences: unlike a table's, their lines are not broken where there is no terminal.</summary>
    public IAnsiConsole Sentences { get; }

    /// <summary>Progress and complaints; never mixed into the answer.</summary>
    public IAnsiConsole Error { get; }

    public TimeProvider Clock { get; }

    /// <summary>Bytes that are piped in; whoever opens it closes it.</summary>
    public Func<Stream> OpenInput { get; init; } = Console.OpenStandardInput;

    /// <summary>Where a document is piped out; whoever opens it closes it.</summary>
    public Func<Stream> OpenOutput { get; init; } = Console.OpenStandardOutput;

    public static CliContext OfProcess() => new(Console.Out, Console.Error, TimeProvider.System);

    private static IAnsiConsole ConsoleOn(TextWriter writer, bool isRedirected, int width)
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
            console.Profile.Width = width;
        }

        return console;
    }
}
