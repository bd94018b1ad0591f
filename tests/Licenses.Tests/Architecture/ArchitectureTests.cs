namespace Licenses.Tests.Architecture;

/// <summary>The rules of the design, held over the whole repository; each proven on a planted violation.</summary>
public sealed class ArchitectureTests
{
    public static TheoryData<string> RuleNames => [.. Rules.Select(rule => rule.Name)];

    private static IEnumerable<Rule> Rules => [.. ReferenceRules.All, .. LayerRules.All, .. CodeRules.All];

    [Theory]
    [MemberData(nameof(RuleNames))]
    public void The_repository_keeps_the_rule(string name)
    {
        var violations = Rules.Single(rule => rule.Name == name).Violations(SourceTree.Repository.Value).ToList();

        Assert.True(violations.Count == 0, $"{name}:\n  {string.Join("\n  ", violations)}");
    }

    [Theory]
    [MemberData(nameof(RuleNames))]
    public void The_rule_finds_a_planted_violation(string name)
    {
        var rule = Rules.Single(rule => rule.Name == name);

        var violations = rule.Violations(SourceTree.Of(rule.PlantedPath, rule.PlantedText));

        Assert.Contains(violations, violation => violation.StartsWith(rule.PlantedPath, StringComparison.Ordinal));
    }

    [Fact]
    public void The_top_level_holds_nothing_that_the_design_does_not_name() => Assert.Empty(CodeRules.TopLevelStrays());

    [Fact]
    public void Every_project_of_the_product_is_judged()
    {
        var projects = SourceTree.Repository.Value.CSharp.Select(file => file.Project).Distinct().ToList();

        Assert.Contains("services/Licenses.Crypto", projects);
        Assert.Contains("services/Licenses.Server", projects);
        Assert.True(SourceTree.Repository.Value.Files.Count > 50);
    }

    [Theory]
    [InlineData("a // DateTime.Now\nb", "a  \nb")]
    [InlineData("a /* DateTime.Now */ b", "a   b")]
    [InlineData("Say(\"DateTime.Now\");", "Say( );")]
    [InlineData("Say(\"\\\"DateTime.Now\"); x", "Say( ); x")]
    [InlineData("Say(@\"c:\\\"); DateTime.Now", "Say( ); DateTime.Now")]
    [InlineData("Say(@\"a\"\"b\"); x", "Say( ); x")]
    [InlineData("Say($\"\"\"\na \"b\"\n\"\"\"); x", "Say(\n\n); x")]
    [InlineData("f('\"'); DateTime.Now", "f( ); DateTime.Now")]
    public void Comments_and_strings_are_no_code(string text, string code) =>
        Assert.Equal(code, CSharpText.WithoutCommentsAndStrings(text));
}
