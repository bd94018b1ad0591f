using System.CommandLine;

namespace Licenses.Cli.Demo;

/// <summary><c>licenses demo</c>: plays the sample story against a running server.</summary>
internal static class DemoCommand
{
    private const string Examples = """
        bash services/run.sh                                starts a server and plays the story
        licenses demo --server https://localhost:7443 --pki certs-sample --samples services/Licenses.Server/Samples

        Exit codes: 0 every step went as expected   2 a step did not   3 the server does not answer
        """;

    public static Command Create(CliContext context)
    {
        var server = new Option<string>("--server")
        {
            Description = "Address of the server.", HelpName = "URL", DefaultValueFactory = _ => "https://localhost:7443",
        };
        var pki = Folder("--pki", "The sample PKI.", "certs-sample");
        var samples = Folder("--samples", "The sample city.", Path.Combine("services", "Licenses.Server", "Samples"));
        var output = Folder("--output", "Where the sealed PDFs go.", "licenses-demo");
        var wait = new Option<int>("--wait")
        {
            Description = "Seconds to wait for the server to be ready.", HelpName = "SECONDS", DefaultValueFactory = _ => 60,
        };
        var json = JsonOption.Create();
        var command = new TaughtCommand("demo", "Plays the sample story through real gRPC over mutual TLS.", Examples)
        {
            server, pki, samples, output, wait, json,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            var folder = Path.GetFullPath(result.GetRequiredValue(output));
            Directory.CreateDirectory(folder);
            using var callers = new SampleCallers(new Uri(result.GetRequiredValue(server)), result.GetRequiredValue(pki));
            var script = StoryScript.Load(result.GetRequiredValue(samples));
            var story = new Story(context, script, callers, result.GetRequiredValue(samples), folder);
            var report = await story.TellAsync(TimeSpan.FromSeconds(result.GetValue(wait)), cancellationToken);
            Conclude(context, report, folder, result.GetValue(json));
            return report.Ok ? ExitCode.Passed : ExitCode.Failed;
        });
        return command;
    }

    private static Option<string> Folder(string name, string description, string value) =>
        new(name) { Description = description, HelpName = "DIR", DefaultValueFactory = _ => value };

    private static void Conclude(CliContext context, StoryReport report, string folder, bool json)
    {
        StoryPrinter.Summary(context, report, folder);
        if (json)
        {
            context.Lines.WriteLine(Json.Line(report.ToObject()));
        }
    }
}
