using System.CommandLine;
using Licenses.V1;
using Spectre.Console;

namespace Licenses.Cli.Remote;

/// <summary><c>licenses issue</c>: issues one license and keeps its sealed PDF.</summary>
internal static class IssueCommand
{
    private const string Examples = """
        licenses issue residence-permit --person 110101199003070134 --name 样例 -f address=样例路1号 -o permit.pdf
        licenses catalog types residence-permit             which fields does the type have?

        The client certificate decides for which department the license is issued. Run it again with the same
        --request-id after a broken connection: nothing is issued twice.
        """;

    public static Command Create(CliContext context)
    {
        var type = new Argument<string>("TYPE") { Description = "Code of the license type, such as residence-permit." };
        var field = new Option<string[]>("--field", "-f")
        {
            Description = "A field of the face; may be repeated.", HelpName = "KEY=VALUE", DefaultValueFactory = _ => [],
        };
        var requestId = new Option<string>("--request-id")
        {
            Description = "Identifier of this write; a new one by default.",
            HelpName = "ID",
            DefaultValueFactory = _ => Guid.NewGuid().ToString(),
        };
        var output = new Option<string>("--output", "-o") { Description = "Where to keep the sealed PDF.", HelpName = "FILE" };
        var json = JsonOption.Create();
        var subject = new SubjectOptions();
        var server = new ServerOptions();
        var command = new TaughtCommand("issue", "Issues a license: numbered, composed, sealed, stored.", Examples)
        {
            type, field, requestId, output, json,
        };
        subject.AddTo(command);
        server.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var request = new IssueRequest
            {
                RequestId = result.GetRequiredValue(requestId),
                TypeCode = result.GetRequiredValue(type),
                Holder = subject.Read(result),
            };
            foreach (var pair in result.GetRequiredValue(field))
            {
                var (key, value) = Split(pair);
                request.Fields[key] = value;
            }

            using var connection = server.Connect(result);
            var client = new IssuingService.IssuingServiceClient(connection.Channel);
            var reply = await client.IssueAsync(request, cancellationToken: cancellationToken);
            if (result.GetValue(output) is { } file)
            {
                await DocumentTransfer.DownloadAsync(client, reply.License.Number, file, cancellationToken);
            }

            Show(context, reply, result.GetValue(output), result.GetValue(json));
            return ExitCode.Passed;
        });
        return command;
    }

    private static (string Key, string Value) Split(string pair)
    {
        int at = pair.IndexOf('=', StringComparison.Ordinal);
        return at > 0 ? (pair[..at], pair[(at + 1)..]) : throw new UsageException($"--field {pair}: expected KEY=VALUE");
    }

    private static void Show(CliContext context, IssueReply reply, string? file, bool json)
    {
        if (json)
        {
            context.Lines.WriteLine(Json.Line(new
            {
                number = reply.License.Number,
                type = reply.License.TypeCode,
                issuedAt = reply.License.IssuedAt.ToDateTimeOffset(),
                repeated = reply.RepeatedRequest,
                file,
            }));
            return;
        }

        context.Out.MarkupLineInterpolated($"[green]issued[/] {reply.License.Number}{(reply.RepeatedRequest ? " (had been issued before)" : "")}");
        if (file is not null)
        {
            context.Out.MarkupLineInterpolated($"sealed PDF: {file} ({reply.License.Document.Size:N0} bytes)");
        }
    }
}
