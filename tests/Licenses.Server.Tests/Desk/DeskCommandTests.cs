using System.Text.Json;
using Licenses.Cli;
using Licenses.Server.Tests.Host;
using Licenses.Testing.SamplePki;

namespace Licenses.Server.Tests.Desk;

/// <summary>The desk's commands of the command line, against a server: what a person types, and what is answered.</summary>
public sealed class DeskCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("licenses-desk-cli-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_seal_lives_from_the_command_line()
    {
        await using var server = await RunningServer.StartAsync();
        var picture = Path.Combine(_folder.FullName, "seal.svg");
        var file = Path.Combine(_folder.FullName, "police.esl");
        await File.WriteAllTextAsync(picture, DeskSample.Svg, TestContext.Current.CancellationToken);

        var asked = await RunAsync(
            server, "issuer-police", 0, "make", "--name", "样例市公安局电子印章", "--picture", picture, "--signer",
            SampleCertificates.PathTo("national", "sm2-police.pem"), "--valid-until", DateTime.UtcNow.AddDays(200).ToString("O"));
        var seal = asked.GetProperty("sealId").GetString()!;
        Assert.Equal("MAKE", asked.GetProperty("waiting").GetProperty("wish").GetString());
        await RunAsync(server, "issuer-police", 2, "approve", seal); // not the role that approves
        Assert.Equal("ACTIVE", StateOf(await RunAsync(server, "administrator", 0, "approve", seal, "--reason", "同意")));
        Assert.Equal("FROZEN", StateOf(await RunAsync(server, "issuer-police", 0, "freeze", seal, "--reason", "密钥疑似泄露")));
        Assert.Equal("FROZEN", StateOf(await RunAsync(server, "administrator", 0, "unfreeze", seal, "--reason", "已查明")));
        await RunAsync(server, "administrator", 2, "approve", seal); // the one who asked
        Assert.Equal("ACTIVE", StateOf(await RunAsync(server, "seal-administrator", 0, "approve", seal)));
        Assert.Equal("ACTIVE", StateOf(await RunAsync(server, "issuer-police", 0, "cancel", seal, "--reason", "机构撤销")));
        Assert.Equal("ACTIVE", StateOf(await RunAsync(server, "administrator", 0, "reject", seal, "--reason", "不予注销")));
        await RunAsync(server, "administrator", 2, "approve", seal); // nothing waits
        var got = await RunAsync(server, "auditor", 0, "get", seal, "-o", file);
        Assert.Equal("SEAL_MADE", got.GetProperty("events")[1].GetProperty("name").GetString());
        Assert.Equal(seal, (await RunAsync(server, "auditor", 0, "list", "--state", "active")).GetProperty("sealId").GetString());
        Assert.Equal("", (await OutputAsync(server, "auditor", 0, "uses", seal)).Trim());
        await RunAsync(server, "auditor", 64, "list", "--state", "melted");

        using var output = new StringWriter();
        int verified = await CommandLine.RunAsync(
            [
                "verify", file, "--trust", SampleCertificates.TrustDirectory, "--trust",
                SampleCertificates.PathTo("authorities", "sm2-ca.pem"), "--crl", SampleCertificates.CrlDirectory,
            ],
            new CliContext(output, output, TimeProvider.System), TestContext.Current.CancellationToken);
        Assert.True(verified == 0, output.ToString());
    }

    private static string? StateOf(JsonElement seal) => seal.GetProperty("state").GetString();

    private static async Task<JsonElement> RunAsync(RunningServer server, string client, int exitCode, params string[] arguments)
    {
        var output = await OutputAsync(server, client, exitCode, arguments);
        return exitCode == 0 ? JsonDocument.Parse(output).RootElement : default;
    }

    private static async Task<string> OutputAsync(RunningServer server, string client, int exitCode, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        string[] command =
        [
            "seal", .. arguments, "--json", "--server", server.GrpcAddress.ToString(), "--cert",
            SampleCertificates.PathTo("clients", $"{client}.pem"), "--key", SampleCertificates.PathTo("clients", $"{client}.key.pem"),
            "--ca", SampleCertificates.PathTo("trust", "city-root.pem"),
        ];
        int code = await CommandLine.RunAsync(
            command, new CliContext(output, error, TimeProvider.System), TestContext.Current.CancellationToken);
        Assert.True(code == exitCode, $"{string.Join(' ', arguments)}: {code} {output} {error}");
        return output.ToString();
    }
}
