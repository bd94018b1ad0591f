using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Licenses.Cli;

/// <summary>A command whose --help ends with examples: what to type, and what comes of it.</summary>
internal sealed class TaughtCommand : Command
{
    public TaughtCommand(string name, string description, string examples)
        : base(name, description)
    {
        Options.Add(new HelpOption { Action = new ExamplesAction(examples) });
    }

    internal sealed class ExamplesAction(string examples) : SynchronousCommandLineAction
    {
        private readonly HelpAction _help = new();

        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            int result = _help.Invoke(parseResult);
            parseResult.InvocationConfiguration.Output.WriteLine("Examples:");
            foreach (var line in examples.ReplaceLineEndings("\n").TrimEnd().Split('\n'))
            {
                parseResult.InvocationConfiguration.Output.WriteLine($"  {line}".TrimEnd());
            }

            return result;
        }
    }
}
