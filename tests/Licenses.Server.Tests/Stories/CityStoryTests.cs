using Licenses.Cli;
using Licenses.Cli.Demo;
using Licenses.Server.Tests.Grpc;
using Licenses.Server.Tests.Host;
using Licenses.Testing.SharedData;

namespace Licenses.Server.Tests.Stories;

/// <summary>The sample story against the real host, its documents judged by programs that others wrote.</summary>
public sealed class CityStoryTests : IAsyncLifetime
{
    private static readonly string[] NationalSeals = ["business-license", "contract"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("licenses-story-");
    private readonly StringWriter _output = new();
    private RunningServer _server = null!;
    private StoryReport _report = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartAsync();
        var samples = RepositoryRoot.PathTo("services", "Licenses.Server", "Samples");
        var context = new CliContext(_output, _output, TimeProvider.System);
        using var callers = new SampleCallers(_server.GrpcAddress, RepositoryRoot.PathTo("certs-sample"));
        var story = new Story(context, StoryScript.Load(samples), callers, samples, _folder.FullName);
        _report = await story.TellAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _output.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void Every_step_goes_as_the_script_expects() =>
        Assert.True(_report.Ok, string.Join('\n', _report.Steps) + '\n' + _output);

    [Fact]
    public async Task Each_sealed_file_is_valid_to_pdfsig_clean_to_qpdf_and_gives_its_Chinese_text_back()
    {
        Assert.SkipUnless(ForeignProcess.Has("pdfsig", "-v") && ForeignProcess.Has("qpdf", "--version"), "poppler-utils and qpdf are missing");
        Assert.Equal(8, _report.Documents.Count);

        foreach (var document in _report.Documents)
        {
            var signatures = await RunAsync("pdfsig", document);
            bool isNational = NationalSeals.Any(name => document.Contains(name, StringComparison.Ordinal));
            int seals = document.Contains("contract", StringComparison.Ordinal) ? 2 : 1;
            Assert.Equal(seals, signatures.Split("Signature Field Name:").Length - 1);
            Assert.Equal(isNational ? seals - 1 : seals, signatures.Split("Signature is Valid.").Length - 1); // it knows no SM2
            Assert.Contains("Total document signed", signatures, StringComparison.Ordinal);
            Assert.Contains("No syntax or stream encoding errors", await RunAsync("qpdf", "--check", document), StringComparison.Ordinal);
            Assert.Contains("样例", await RunAsync("pdftotext", document, "-"), StringComparison.Ordinal);
            Assert.All(FontRows(await RunAsync("pdffonts", document)), row => Assert.Matches("yes (yes|no ) yes", row));
        }
    }

    [Fact]
    public void No_citizen_number_of_the_story_reaches_a_log()
    {
        var script = StoryScript.Load(RepositoryRoot.PathTo("services", "Licenses.Server", "Samples"));

        Assert.NotEmpty(_server.Log.All);
        Assert.All(script.Subjects.Where(subject => subject.Kind == "PERSON"), subject =>
            Assert.DoesNotContain(_server.Log.All, line => line.Contains(subject.Code, StringComparison.Ordinal)));
    }

    private static IEnumerable<string> FontRows(string table) =>
        table.Split('\n').Skip(2).Where(row => row.Length > 0);

    private static async Task<string> RunAsync(string program, params string[] arguments) =>
        (await ForeignProcess.RunAsync(program, arguments, TimeSpan.FromSeconds(60))).Output;
}
