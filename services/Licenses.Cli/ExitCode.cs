namespace Licenses.Cli;

/// <summary>What the process says to the shell. The same for every command.</summary>
internal static class ExitCode
{
    public const int Passed = 0;
    public const int Failed = 2;
    public const int Indeterminate = 3;
    public const int NoSignature = 4;
    public const int NotADocument = 5;

    /// <summary>EX_USAGE of sysexits.h: the command line is wrong, or names what does not exist.</summary>
    public const int Usage = 64;

    /// <summary>EX_SOFTWARE: a bug of ours. The message asks for a report.</summary>
    public const int Bug = 70;

    /// <summary>EX_IOERR: the machine refused to read or write.</summary>
    public const int InputOutput = 74;

    /// <summary>128 + SIGINT.</summary>
    public const int Interrupted = 130;
}
