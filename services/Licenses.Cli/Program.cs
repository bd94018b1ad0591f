using Licenses.Cli;

return await CommandLine.RunAsync(args, CliContext.OfProcess(), CancellationToken.None);
