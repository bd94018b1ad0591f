using Licenses.Cli;

namespace Licenses.Tests.Cli;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("seal")]
    [InlineData("verify")]
    [InlineData("pki")]
    [InlineData("pki", "generate")]
    [InlineData("pki", "list")]
    [InlineData("pki", "show")]
    public async Task Help_of_every_command_teaches_by_example(params string[] command)
    {
        var run = await CliRun.OfAsync([.. command, "--help"]);

        Assert.Equal(ExitCode.Passed, run.ExitCode);
        Assert.Contains($"Examples:\n  licenses {string.Join(' ', command)}", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(" seal make [options]", "seal", "make")]
    [InlineData(" seal show <file> [options]", "seal", "show")]
    [InlineData(" seal <in> [command] [options]", "seal")]
    public async Task Help_of_a_command_shows_its_own_arguments_and_not_those_of_the_one_above(string usage, params string[] command)
    {
        var run = await CliRun.OfAsync([.. command, "--help"]);

        Assert.Contains(usage, run.Output, StringComparison.Ordinal);
        Assert.Equal(command.Length == 1, run.Output.Contains("The PDF to seal", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Help_of_the_program_lists_the_exit_codes()
    {
        var run = await CliRun.OfAsync("--help");

        Assert.Equal(ExitCode.Passed, run.ExitCode);
        Assert.Contains("4 no signature", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("nonsense")]
    [InlineData("pki")]
    [InlineData("pki", "show")]
    [InlineData("pki", "list", "--nonsense")]
    public async Task Bad_usage_ends_with_64_and_says_why_on_the_error_stream(params string[] arguments)
    {
        var run = await CliRun.OfAsync(arguments);

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.NotEmpty(run.Error);
    }

    [Fact]
    public async Task No_colour_codes_reach_a_stream_that_is_no_terminal()
    {
        var list = await CliRun.OfAsync("pki", "list", "-d", Testing.SamplePki.SampleCertificates.PathTo());
        var wrong = await CliRun.OfAsync("pki", "show", "nobody", "-d", Testing.SamplePki.SampleCertificates.PathTo());

        Assert.DoesNotContain('\e', list.Output);
        Assert.DoesNotContain('\e', wrong.Error);
    }
}
