using Grpc.Core;

namespace Licenses.Server.Tests.Grpc;

/// <summary>
/// What the runtime shows in the official namespaces is what services may use, and no more: then the official packages
/// can take its place. A deliberate change is made in PublicSurface.txt too.
/// </summary>
public sealed class PublicSurfaceTests
{
    private static readonly string[] OwnNamespaces = ["Grpc.Limits"];

    [Fact]
    public void The_public_surface_is_the_committed_one()
    {
        var expected = File.ReadAllLines(ForeignProcess.Script(Path.Combine("..", "PublicSurface.txt")));
        var actual = new PublicSurface().Describe(typeof(ServerCallContext).Assembly, OwnNamespaces).ToArray();

        Assert.True(
            expected.SequenceEqual(actual, StringComparer.Ordinal),
            $"""
            Missing:
            {string.Join('\n', expected.Except(actual))}
            New:
            {string.Join('\n', actual.Except(expected))}
            """);
    }
}
