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
            int result = InvokeHelp(parseResult);
            parseResult.InvocationConfiguration.Output.WriteLine("Examples:");
            foreach (var line in examples.ReplaceLineEndings("\n").TrimEnd().Split('\n'))
            {
                parseResult.InvocationConfiguration.Output.WriteLine($"  {line}".TrimEnd());
            }

            return result;
        }

        // `licenses seal IN` seals a document, but what stands below it (`licenses seal make`) takes no IN.
        private int InvokeHelp(ParseResult parseResult)
        {
            List<Argument> others = [.. Above(parseResult.CommandResult.Command).SelectMany(above => above.Arguments).Where(argument => !argument.Hidden)];
            others.ForEach(argument => argument.Hidden = true);
            try
            {
                return _help.Invoke(parseResult);
            }
            finally
            {
                others.ForEach(argument => argument.Hidden = false);
            }
        }

        private static IEnumerable<Command> Above(Command command) =>
            command.Parents.OfType<Command>().SelectMany(parent => Above(parent).Prepend(parent));
    }
}
