using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Grpc.Core;
using Licenses.Cli.Demo;
using Licenses.Cli.Pki;
using Licenses.Cli.Remote;
using Licenses.Cli.Renew;
using Licenses.Cli.Seal;
using Licenses.Cli.Trust;
using Licenses.Cli.Verify;
using Spectre.Console;

namespace Licenses.Cli;

/// <summary>The root command. Each subcommand is one static class with <c>Create</c>, listed here and nowhere else.</summary>
internal static class CommandLine
{
    private const string Examples = """
        licenses verify license.pdf --trust certs-sample/trust --crl certs-sample/crls
                                                            is this sealed PDF good? (works offline)
        licenses seal in.pdf -o out.pdf --key seal.p12 --password-file secret.txt
                                                            seal a PDF (works offline)
        bash services/run.sh                                see everything at work on a sample city
        licenses pki list --directory certs-sample          who is in the sample PKI

        Exit codes: 0 passed   2 failed   3 indeterminate   4 no signature   5 not a document we read
                    64 bad usage   70 our bug   74 cannot read or write   130 interrupted
        """;

    public static RootCommand Create(CliContext context)
    {
        var root = new RootCommand("Issues, seals and verifies electronic licenses and sealed PDFs.")
        {
            CatalogCommand.Create(context),
            IssueCommand.Create(context),
            StatusCommand.Create(context),
            RevokeCommand.Create(context),
            CheckCommand.Create(context),
            SealCommand.Create(context),
            RenewCommand.Create(context),
            VerifyCommand.Create(context),
            TrustCommand.Create(context),
            DemoCommand.Create(context),
            PkiCommand.Create(context),
        };
        root.Options.OfType<HelpOption>().Single().Action = new TaughtCommand.ExamplesAction(Examples);
        return root;
    }

    /// <summary>Parses and runs. Bad usage, Ctrl-C and bugs get their exit code here, for every command alike.</summary>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> arguments, CliContext context, CancellationToken cancellationToken)
    {
        var result = Create(context).Parse(arguments);
        var configuration = new InvocationConfiguration
        {
            Output = context.Lines,
            Error = context.ErrorLines,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = TimeSpan.FromSeconds(5), // after Ctrl-C, then the process ends hard
        };
        try
        {
            int code = await result.InvokeAsync(configuration, cancellationToken);
            return result.Action is ParseErrorAction ? ExitCode.Usage : code;
        }
        catch (OperationCanceledException)
        {
            return Complain(context, "Interrupted.", ExitCode.Interrupted);
        }
        catch (UsageException exception)
        {
            return Complain(context, exception.Message, ExitCode.Usage);
        }
        catch (RpcException exception)
        {
            return RefusedCall.Explain(context, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return Complain(context, exception.Message, ExitCode.InputOutput);
        }
        catch (Exception exception) // the last resort: a bug of ours is told as one, with what a report of it needs
        {
            return Complain(context, $"This is a bug of ours; please report it.\n{exception}", ExitCode.Bug);
        }
    }

    private static int Complain(CliContext context, string message, int code)
    {
        context.Error.MarkupLineInterpolated($"[red]licenses:[/] {message}");
        return code;
    }
}
