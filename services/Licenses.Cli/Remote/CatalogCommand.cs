using System.CommandLine;
using Licenses.V1;
using Spectre.Console;

namespace Licenses.Cli.Remote;

/// <summary><c>licenses catalog</c>: departments, license types and service items of the server.</summary>
internal static class CatalogCommand
{
    private const string Examples = """
        licenses catalog departments
        licenses catalog types                              all license types
        licenses catalog types residence-permit             the fields of one
        licenses catalog items primary-school-enrolment     the materials of one
        """;

    public static Command Create(CliContext context) =>
        new TaughtCommand("catalog", "Shows what can be issued, by whom, and what each service item asks for.", Examples)
        {
            Subcommand(context, "departments", "The departments.", hasCode: false, ShowDepartmentsAsync),
            Subcommand(context, "types", "The license types, or the fields of one.", hasCode: true, ShowTypesAsync),
            Subcommand(context, "items", "The service items, or the materials of one.", hasCode: true, ShowItemsAsync),
        };

    private static TaughtCommand Subcommand(
        CliContext context,
        string name,
        string description,
        bool hasCode,
        Func<CatalogService.CatalogServiceClient, CatalogView, CancellationToken, Task> show)
    {
        var code = new Argument<string?>("CODE") { Description = "Only this one, in full.", Arity = ArgumentArity.ZeroOrOne };
        var json = JsonOption.Create();
        var server = new ServerOptions();
        var command = new TaughtCommand(name, description, Examples) { json };
        if (hasCode)
        {
            command.Arguments.Add(code);
        }

        server.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            using var connection = server.Connect(result);
            var view = new CatalogView(context, hasCode ? result.GetValue(code) : null, result.GetValue(json));
            await show(new CatalogService.CatalogServiceClient(connection.Channel), view, cancellationToken);
            return ExitCode.Passed;
        });
        return command;
    }

    private static async Task ShowDepartmentsAsync(
        CatalogService.CatalogServiceClient client, CatalogView view, CancellationToken cancellationToken)
    {
        var reply = await client.ListDepartmentsAsync(
            new ListDepartmentsRequest { PageSize = 200 }, cancellationToken: cancellationToken);
        view.Show(
            ["Key", "Name", "English name", "Credit code", "Of this city"],
            reply.Departments.Select(department => new[]
            {
                department.Key, department.Name.Zh, department.Name.En, department.Code, department.OfThisCity ? "yes" : "no",
            }));
    }

    private static async Task ShowTypesAsync(
        CatalogService.CatalogServiceClient client, CatalogView view, CancellationToken cancellationToken)
    {
        if (view.Code is { } code)
        {
            var type = await client.GetLicenseTypeAsync(
                new GetLicenseTypeRequest { Code = code }, cancellationToken: cancellationToken);
            view.Show(
                ["Field", "Label", "English label", "Kind", "Required", "Choices"],
                type.Fields.Select(field => new[]
                {
                    field.Key, field.Label.Zh, field.Label.En, field.Kind.ToString(), field.Required ? "yes" : "no",
                    string.Join(", ", field.Choices),
                }));
            return;
        }

        var reply = await client.ListLicenseTypesAsync(
            new ListLicenseTypesRequest { PageSize = 200 }, cancellationToken: cancellationToken);
        view.Show(
            ["Code", "Name", "English name", "Held by", "Issued by"],
            reply.LicenseTypes.Select(type => new[]
            {
                type.Code, type.Name.Zh, type.Name.En, type.HolderKind.ToString(), string.Join(", ", type.IssuingDepartmentKeys),
            }));
    }

    private static async Task ShowItemsAsync(
        CatalogService.CatalogServiceClient client, CatalogView view, CancellationToken cancellationToken)
    {
        if (view.Code is { } code)
        {
            var item = await client.GetServiceItemAsync(
                new GetServiceItemRequest { Code = code }, cancellationToken: cancellationToken);
            view.Show(
                ["Material", "Name", "English name", "Method", "From"],
                item.Materials.Select(material => new[]
                {
                    material.Code, material.Name.Zh, material.Name.En, material.Method.ToString(),
                    material.LicenseTypeCodes.Count > 0
                        ? string.Join(", ", material.LicenseTypeCodes)
                        : string.Join(" ", material.FactCode, material.SourceDepartmentKey),
                }));
            return;
        }

        var reply = await client.ListServiceItemsAsync(
            new ListServiceItemsRequest { PageSize = 200 }, cancellationToken: cancellationToken);
        view.Show(
            ["Code", "Name", "English name", "Department", "Materials"],
            reply.Items.Select(item => new[]
            {
                item.Code, item.Name.Zh, item.Name.En, item.DepartmentKey,
                item.Materials.Count.ToString(System.Globalization.CultureInfo.InvariantCulture),
            }));
    }
}
