using Google.Protobuf.WellKnownTypes;
using Licenses.Cli.Remote;
using Licenses.V1;
using Spectre.Console;

namespace Licenses.Cli.Demo;

/// <summary>Departments issue the licenses, each with its own certificate and its own seal.</summary>
internal sealed class IssueChapter(Stage stage)
{
    public async Task<string> PlayAsync(CancellationToken cancellationToken)
    {
        StoryPrinter.Chapter(stage.Context, "签发电子证照", "Licenses are issued");
        var table = new Table().Border(TableBorder.Rounded).AddColumns("License", "Department", "Holder", "License identifier 证照标识", "PDF");
        foreach (var license in stage.Script.Licenses)
        {
            var client = new IssuingService.IssuingServiceClient(stage.Callers.Issuer(license.Department).Channel);
            var request = RequestFor(license);
            var reply = await client.IssueAsync(request, cancellationToken: cancellationToken);
            var again = await client.IssueAsync(request, cancellationToken: cancellationToken);
            if (again.License.Number != reply.License.Number || !again.RepeatedRequest)
            {
                throw new StepFailedException($"the same request gave {reply.License.Number} and {again.License.Number}");
            }

            var file = stage.FileOf(license.Key);
            await DocumentTransfer.DownloadAsync(client, reply.License.Number, file, cancellationToken);
            stage.Numbers[license.Key] = reply.License.Number;
            stage.Report.Documents.Add(file);
            table.AddRow(
                license.Type.EscapeMarkup(), license.Department.EscapeMarkup(),
                reply.License.HolderNameMasked.EscapeMarkup(), reply.License.Number.EscapeMarkup(), $"{reply.License.Document.Size:N0} B");
        }

        stage.Context.Out.Write(table);
        var departments = stage.Script.Licenses.Select(license => license.Department).Distinct().Count();
        return $"{stage.Numbers.Count} licenses by {departments} departments; each request sent twice, each license issued once";
    }

    private IssueRequest RequestFor(ScriptLicense license)
    {
        var request = new IssueRequest
        {
            RequestId = stage.RequestId(license.Key),
            TypeCode = license.Type,
            Holder = stage.Subject(license.Holder),
            Fields = { license.Fields.ToDictionary() },
        };
        if (license.ValidForDays is { } days)
        {
            request.ValidUntil = Timestamp.FromDateTimeOffset(stage.Context.Clock.GetUtcNow().AddDays(days));
        }

        return request;
    }
}
